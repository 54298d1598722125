/** The texts registered with the SMS gateway; `{name}` is filled in from `params`. No other text can be sent. */
export interface SmsTemplate {
  readonly id: string
  readonly params: readonly string[]
  readonly text: string
}

const template = (id: string, text: string): SmsTemplate => ({
  id,
  text,
  params: [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? ''),
})

export const smsTemplates: readonly SmsTemplate[] = [
  template('verify-code', '您的验证码是 {code}，{minutes} 分钟内有效。工作人员不会向您要这个号码，请不要告诉任何人。'),
  template(
    'phone-changed',
    '您在乡里办的手机号已换成尾号 {tail} 的号码。如果不是您本人换的，请到村里或乡镇窗口办理挂失。',
  ),
  template('sessions-ended', '您在乡里办的登录已全部退出。如果不是您本人要求的，请到村里或乡镇窗口询问。'),
  template(
    'mandate-asked',
    '{helper} 请求帮您办理：{matters}，到 {until} 为止。同意请回复 1，不同意请回复 2 或不理会。',
  ),
  template('bill-due', '您家的{utility}还有 {amount} 元没有缴，请在 {day} 前缴清。可在乡里办缴费，也可到村里窗口。'),
  template('notice', '乡里办有一条新通知：{title}。请打开乡里办查看。'),
]

/** The text people read; undefined where the template is unknown or a parameter is missing, too many or too long. */
export function smsText(id: string, params: Readonly<Record<string, string>>): string | undefined {
  const found = smsTemplates.find((one) => one.id === id)
  if (found === undefined) return undefined
  const names = Object.keys(params)
  if (names.length !== found.params.length || found.params.some((name) => params[name] === undefined)) return undefined
  return `【乡里办】${found.text.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')}`
}
