/** The SMS gateway: takes a message once per request number, delivers it to a stand-in phone (or loses it, or delivers it twice). */
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { badBody, refuse } from '../platform/client-signature.ts'
import { json, jsonOf, type Answer, type Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import { smsTemplates, smsText } from './templates.ts'

const sendSchema = z.strictObject({
  requestNo: z.string().regex(/^[\w-]{6,64}$/),
  to: z.string().min(1).max(32),
  template: z.string().min(1).max(64),
  params: z.record(z.string(), z.string().max(100)),
})
type Sending = z.infer<typeof sendSchema>

export const smsSchema = z.object({
  requestNo: z.string(),
  messageId: z.string(),
  fingerprint: z.string(),
  to: z.string(),
  template: z.string(),
  params: z.record(z.string(), z.string()),
  text: z.string(),
  /** ISO instant of the world's clock. */
  at: z.string(),
  /** How many copies reached the phone; 0: lost on its way. */
  copies: z.number().int(),
  /** How often the gateway was asked to send it. */
  asked: z.number().int(),
})
export type Sms = z.infer<typeof smsSchema>

const fingerprintOf = ({ to, template, params }: Sending): string =>
  JSON.stringify([to, template, Object.entries(params).sort()])

function copiesOf(world: World): number {
  if (world.faults.take('sms.lost')) return 0
  return world.faults.take('sms.duplicate') ? 2 : 1
}

function refusalOf(body: Sending): Answer | undefined {
  const no = (reason: string): Answer => json(200, { requestNo: body.requestNo, accepted: false, reason })
  if (!/^1\d{10}$/.test(body.to)) return no('bad-number')
  if (!smsTemplates.some((one) => one.id === body.template)) return no('unknown-template')
  return smsText(body.template, body.params) === undefined ? no('bad-params') : undefined
}

const accepted = ({ requestNo, messageId }: Sms): Answer => json(200, { requestNo, messageId, accepted: true })

/** `POST /sms/messages` */
export function takeMessage(world: World, asked: Asked): Answer {
  const parsed = sendSchema.safeParse(jsonOf(asked.raw))
  if (!parsed.success) return badBody(parsed.error.issues)
  const body = parsed.data
  const before = world.sms.get(body.requestNo)
  if (before !== undefined) {
    if (before.fingerprint !== fingerprintOf(body)) return refuse(409, 'REQUEST_NO_REUSED', '请求号已用于别的短信')
    world.sms.put(body.requestNo, { ...before, asked: before.asked + 1 })
    return accepted(before)
  }
  const refused = refusalOf(body)
  if (refused !== undefined) return refused
  const sms: Sms = {
    ...body,
    messageId: `SMS${randomBytes(8).toString('hex')}`,
    fingerprint: fingerprintOf(body),
    text: smsText(body.template, body.params) ?? '',
    at: new Date(world.clock.now()).toISOString(),
    copies: copiesOf(world),
    asked: 1,
  }
  world.sms.put(body.requestNo, sms)
  return accepted(sms)
}

/** What reached this number, newest first, a doubled message twice. */
export function messagesOn(world: World, to: string): Sms[] {
  const own = world.sms.all().filter((one) => one.to === to)
  return own.reverse().flatMap((one) => Array.from({ length: one.copies }, () => one))
}
