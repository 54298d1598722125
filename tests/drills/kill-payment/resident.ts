/** A resident with a phone who does not give up: every request is repeated, under the same key, until somebody answers. */
import { randomBytes } from 'node:crypto'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { bills } from '@xlb/shared/bills/contract.ts'
import type { DemoPerson } from '@xlb/shared/demo/roster.ts'
import type { PayParams } from '@xlb/shared/payments/order-schemas.ts'
import type { Stage } from './stage.ts'

const PATIENCE_MS = 75_000
const PAUSE_MS = 250

interface Reply {
  readonly status: number
  readonly body: unknown
}

const newKey = (): string => randomBytes(16).toString('hex')
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** null: nobody answered, or the connection broke before the answer. */
async function ask(url: string, init: RequestInit): Promise<Reply | null> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) })
    return { status: answer.status, body: await answer.json() }
  } catch {
    return null
  }
}

/** What the person does on the phone. */
export async function phone(stage: Stage, what: string, body: unknown): Promise<unknown> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await ask(`${stage.urls.world}/phone/api/${what}`, init))?.body
}

export function textOf(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'string' ? found : ''
}

/** Tokens of people who signed in before; a refused one is forgotten. */
export type Tokens = Map<string, string>

async function tokenOf(stage: Stage, tokens: Tokens, person: DemoPerson): Promise<string> {
  const known = tokens.get(person.key)
  if (known !== undefined) return known
  const token = await signIn(stage, person)
  tokens.set(person.key, token)
  return token
}

/** The session's token. `wx.login` first: its code is good once. */
export async function signIn(stage: Stage, person: DemoPerson): Promise<string> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const code = textOf(await phone(stage, 'login', { phone: person.key }), 'code')
    const body = JSON.stringify({ code, tenant: person.countyCode, client: 'weapp' })
    const reply = await ask(`${stage.urls.api}${accounts.signIn.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    if (reply?.status === 200) return accounts.signIn.output.parse(reply.body).token
    if (Date.now() > end) throw new Error(`${person.key} could not sign in: ${JSON.stringify(reply)}`)
    await pause(PAUSE_MS)
  }
}

export interface Payer {
  readonly person: DemoPerson
  readonly billId: string
}

interface Opened {
  readonly orderId: string
  readonly params: PayParams | null
}

/** Taps "pay" until the order is open and can be paid: `freshKey` taps anew each time, otherwise the kept key is sent again. */
async function openOrder(stage: Stage, tokens: Tokens, payer: Payer, freshKey: boolean): Promise<Opened> {
  let key = newKey()
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const token = await tokenOf(stage, tokens, payer.person)
    const reply = await ask(`${stage.urls.api}${bills.pay.path.replace(':billId', payer.billId)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key },
      body: '{}',
    })
    if (reply?.status === 200) {
      const { order, pay } = bills.pay.output.parse(reply.body)
      return { orderId: order.id, params: pay }
    }
    if (Date.now() > end) throw new Error(`${payer.person.key} could not pay ${payer.billId}: ${JSON.stringify(reply)}`)
    if (reply?.status === 401) tokens.delete(payer.person.key)
    if (freshKey) key = newKey()
    await pause(PAUSE_MS)
  }
}

/** The phone's own word after the sheet; the server asks the provider soon. */
async function hint(stage: Stage, tokens: Tokens, payer: Payer, orderId: string): Promise<void> {
  const token = await tokenOf(stage, tokens, payer.person)
  await ask(`${stage.urls.api}/orders/${orderId}/hint`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ outcome: 'ok' }),
  })
}

export interface Manner {
  /** Confirms on WeChat's sheet; otherwise walks away with the order open. */
  readonly confirms: boolean
  /** Tells the server that the sheet said ok. */
  readonly hints: boolean
  readonly freshKey: boolean
}

/** From tap to the sheet's last word. */
export async function payBill(stage: Stage, tokens: Tokens, payer: Payer, manner: Manner): Promise<void> {
  const { orderId, params } = await openOrder(stage, tokens, payer, manner.freshKey)
  if (!manner.confirms || params === null) return
  const told = textOf(await phone(stage, 'pay', { ...params, phone: payer.person.key, decide: 'pay' }), 'errMsg')
  if (told !== 'requestPayment:ok') throw new Error(`${payer.person.key}'s phone said ${told}`)
  if (manner.hints) await hint(stage, tokens, payer, orderId)
}
