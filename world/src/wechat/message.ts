/** Subscribe messages: one credit a message, taken on success only; two sends to one person must not overlap. */
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { dropped, json, jsonOf, wait, type Answer, type Asked } from '../platform/http.ts'
import { personByOpenid, type SentMessage, type World } from '../state.ts'
import { failed } from './login.ts'
import { templates, type Template } from './templates.ts'
import { badToken } from './token.ts'
import { valueFits } from './value-rules.ts'

const SEND_MS = 20
const sending = new WeakMap<World, Set<string>>()

const sendSchema = z.object({
  touser: z.string(),
  template_id: z.string(),
  page: z.string().optional(),
  data: z.record(z.string(), z.object({ value: z.union([z.string(), z.number()]) })),
  miniprogram_state: z.enum(['developer', 'trial', 'formal']).optional(),
  lang: z.string().optional(),
})
type Sending = z.infer<typeof sendSchema>

const creditKey = (openid: string, templateId: string): string => `${openid}/${templateId}`

/** The person's answers to the phone's subscribe prompt; each accept is one message. */
export function addCredits(
  world: World,
  openid: string,
  answers: Readonly<Record<string, string>>,
): Record<string, number> {
  const left: Record<string, number> = {}
  for (const [templateId, answer] of Object.entries(answers)) {
    const key = creditKey(openid, templateId)
    const before = world.credits.get(key)?.left ?? 0
    const after = answer.startsWith('accept') ? before + 1 : before
    world.credits.put(key, { openid, templateId, left: after })
    left[templateId] = after
  }
  return left
}

function offendingKey(template: Template, body: Sending): string | undefined {
  return template.fields.find(({ key }) => !valueFits(key, String(body.data[key]?.value ?? '')))?.key
}

function refusalOf(world: World, body: Sending): Answer | undefined {
  if (personByOpenid(body.touser) === undefined) return failed(40003, 'invalid openid')
  const template = templates.find((one) => one.id === body.template_id)
  if (template === undefined) return failed(40037, 'invalid template_id')
  const offending = offendingKey(template, body)
  const faulty = world.faults.take('wechat.message.bad-value') ? template.fields[0]?.key : undefined
  if (faulty !== undefined) return failed(47003, `argument invalid! data.${faulty}.value invalid`)
  if (offending !== undefined) return failed(47003, `argument invalid! data.${offending}.value invalid`)
  if (world.faults.take('wechat.message.banned')) return failed(43107, 'subscribe message banned')
  if (world.faults.take('wechat.message.busy')) return failed(43108, 'concurrent sending to one user is not allowed')
  const left = world.credits.get(creditKey(body.touser, body.template_id))?.left ?? 0
  if (left < 1 || world.faults.take('wechat.message.no-credit')) return failed(43101, 'user refuse to accept the msg')
  return undefined
}

function keep(world: World, body: Sending): Answer {
  const key = creditKey(body.touser, body.template_id)
  const left = world.credits.get(key)?.left ?? 0
  world.credits.put(key, { openid: body.touser, templateId: body.template_id, left: Math.max(0, left - 1) })
  const id = `MSG-${randomBytes(8).toString('hex')}`
  world.sent.put(id, {
    id,
    at: new Date(world.clock.now()).toISOString(),
    openid: body.touser,
    templateId: body.template_id,
    page: body.page,
    data: Object.fromEntries(Object.entries(body.data).map(([name, { value }]) => [name, String(value)])),
  })
  return json(200, { errcode: 0, errmsg: 'ok' })
}

/** What WeChat brought to this person's phone, newest first. */
export function messagesTo(world: World, openid: string): SentMessage[] {
  return world.sent
    .all()
    .filter((one) => one.openid === openid)
    .reverse()
}

/** `POST /cgi-bin/message/subscribe/send?access_token=` */
export async function sendMessage(world: World, asked: Asked): Promise<Answer> {
  const denied = badToken(world, asked.query.get('access_token'))
  if (denied) return denied
  const body = sendSchema.safeParse(jsonOf(asked.raw))
  if (!body.success) return failed(47001, 'data format error')
  const refused = refusalOf(world, body.data)
  if (refused) return refused
  const open = sending.get(world) ?? new Set<string>()
  sending.set(world, open)
  if (open.has(body.data.touser)) return failed(43108, 'concurrent sending to one user is not allowed')
  open.add(body.data.touser)
  const slow = world.faults.take('wechat.message.slow')
  try {
    await wait(slow ? slow.number('delayMs') : SEND_MS)
    const kept = keep(world, body.data)
    return world.faults.take('wechat.message.answer-lost') ? dropped : kept
  } finally {
    open.delete(body.data.touser)
  }
}
