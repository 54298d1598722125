/** What WeChat itself does on a phone, asked of the world: a login code, the payment sheet with its password, the telephone number. */
export interface WorldPhone {
  readonly login: () => Promise<string>
  /** `requestPayment:ok`, `requestPayment:fail cancel`, … as WeChat words it. */
  readonly pay: (params: Readonly<Record<string, unknown>>) => Promise<string>
  /** What the person does with the payment sheet from now on; `pay` at first. `leave`: nothing, and WeChat is gone before it ends. */
  decision: 'pay' | 'cancel' | 'leave'
  /** A code for the telephone number. */
  readonly number: () => Promise<string>
  /** What the person answers when WeChat asks whether the number may be told; yes at first. */
  tellsNumber: boolean
  /** WeChat asks whether it may bring one message more of this template; the answer as WeChat words it. */
  readonly subscribe: (templateId: string) => Promise<string>
  /** What the person answers to that; yes at first. */
  allowsMessages: boolean
}

/** `world` is its address; `phone` the demo person's number. */
export function worldPhone(world: string, phone: string): WorldPhone {
  const ask = async (path: string, body: object, field: string): Promise<string> => {
    const response = await fetch(`${world}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer: unknown = await response.json()
    const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, field) : undefined
    if (typeof value !== 'string') throw new Error(`${path} answered ${JSON.stringify(answer)}`)
    return value
  }
  const held: WorldPhone = {
    decision: 'pay',
    tellsNumber: true,
    allowsMessages: true,
    subscribe: (templateId) => {
      const answers = { [templateId]: held.allowsMessages ? 'accept' : 'reject' }
      return ask('/phone/api/subscribe', { phone, templateIds: [templateId], answers }, templateId)
    },
    number: () => ask('/phone/api/number', { phone }, 'code'),
    login: () => ask('/phone/api/login', { phone }, 'code'),
    pay: (params) =>
      held.decision === 'leave'
        ? new Promise(() => undefined)
        : ask('/phone/api/pay', { ...params, phone, decide: held.decision }, 'errMsg'),
  }
  return held
}
