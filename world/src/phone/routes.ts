/** The stand-in phone under `/phone`: pages for a frame, and the same for programs under `/phone/api`. */
import * as z from 'zod'
import { json, jsonOf, type Answer, type Asked, type Handler, type Route } from '../platform/http.ts'
import { isLocal, isLoopbackOrigin } from '../platform/loopback.ts'
import { messagesOn } from '../sms/gateway.ts'
import { personByKey, type World } from '../state.ts'
import { issueCode } from '../wechat/login.ts'
import { addCredits, messagesTo } from '../wechat/message.ts'
import { issueNumberCode } from '../wechat/phone-number.ts'
import { decide, paramsSchema, readiness } from './cashier.ts'
import { createFrame, type Frame } from './frame.ts'
import { arrivedPage } from './arrived-page.ts'
import { loginPage } from './login-page.ts'
import { numberPage } from './number-page.ts'
import { payPage } from './pay-page.ts'
import { smsPage } from './sms-page.ts'

const loginSchema = z.object({ phone: z.string() })
const paySchema = z.object({ ...paramsSchema.shape, decide: z.enum(['pay', 'cancel']) })
const subscribeSchema = z.object({
  phone: z.string(),
  templateIds: z.array(z.string()).max(5),
  answers: z.record(z.string(), z.enum(['accept', 'reject', 'ban', 'filter'])),
})

const bad = (message: string): Answer => json(400, { code: 'BAD_REQUEST', message })

/** CORS for pages of this machine only. */
function withCors(asked: Asked, answer: Answer): Answer {
  const origin = asked.headers['origin']
  if (origin === undefined || !isLoopbackOrigin(origin)) return answer
  return { ...answer, headers: { ...answer.headers, 'Access-Control-Allow-Origin': origin, Vary: 'Origin' } }
}

function api<T>(schema: z.ZodType<T>, handle: (body: T) => Answer): Handler {
  return (asked) => {
    if (!isLocal(asked)) return json(403, { code: 'LOCAL_ONLY', message: '只在本机使用' })
    const body = schema.safeParse(jsonOf(asked.raw))
    return withCors(asked, body.success ? handle(body.data) : bad('请求内容不对'))
  }
}

const preflight: Handler = (asked) => {
  const answer = withCors(asked, { status: 204 })
  const headers = {
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'content-type',
    'Access-Control-Max-Age': '600',
  }
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

function login(world: World, phone: string): Answer {
  const person = personByKey(phone)
  return person === undefined ? bad('没有这部手机') : json(200, { code: issueCode(world, person) })
}

function number(world: World, phone: string): Answer {
  const person = personByKey(phone)
  return person === undefined ? bad('没有这部手机') : json(200, { code: issueNumberCode(world, person) })
}

function subscribe(world: World, body: z.infer<typeof subscribeSchema>): Answer {
  const person = personByKey(body.phone)
  if (person === undefined) return bad('没有这部手机')
  const asked = Object.fromEntries(Object.entries(body.answers).filter(([id]) => body.templateIds.includes(id)))
  return json(200, { errMsg: 'requestSubscribeMessage:ok', ...asked, credits: addCredits(world, person.openid, asked) })
}

function showLogin(world: World, frame: Frame, asked: Asked): Answer {
  const origin = frame.allowed(asked)
  return origin === undefined ? bad('origin 不在允许的来源里') : loginPage(origin, frame.ancestors, world.clock.now())
}

function showPay(world: World, frame: Frame, asked: Asked): Answer {
  const origin = frame.allowed(asked)
  if (origin === undefined) return bad('origin 不在允许的来源里')
  const params = paramsSchema.safeParse(Object.fromEntries(asked.query))
  if (!params.success) return bad('支付参数不全')
  return payPage(origin, frame.ancestors, params.data, readiness(world, params.data))
}

function showNumber(world: World, frame: Frame, asked: Asked): Answer {
  const origin = frame.allowed(asked)
  if (origin === undefined) return bad('origin 不在允许的来源里')
  return numberPage(origin, frame.ancestors, personByKey(asked.query.get('phone') ?? ''), world.clock.now())
}

/** `phone` is a number or the key of a demo person. */
function showSms(world: World, frame: Frame, asked: Asked): Answer {
  if (!isLocal(asked)) return json(403, { code: 'LOCAL_ONLY', message: '只在本机使用' })
  const given = asked.query.get('phone') ?? ''
  const phone = personByKey(given)?.phone ?? given
  return smsPage(phone, messagesOn(world, phone), frame.ancestors)
}

/** What WeChat's 服务通知 shows on this person's phone. */
function showArrived(world: World, frame: Frame, asked: Asked): Answer {
  if (!isLocal(asked)) return json(403, { code: 'LOCAL_ONLY', message: '只在本机使用' })
  const person = personByKey(asked.query.get('phone') ?? '')
  return person === undefined
    ? bad('没有这部手机')
    : arrivedPage(person.name, messagesTo(world, person.openid), frame.ancestors)
}

export function phoneRoutes(world: World, origins: readonly string[]): Route[] {
  const frame = createFrame(origins)
  const apis: Readonly<Record<string, Handler>> = {
    '/phone/api/login': api(loginSchema, ({ phone }) => login(world, phone)),
    '/phone/api/number': api(loginSchema, ({ phone }) => number(world, phone)),
    '/phone/api/pay': api(paySchema, (body) => json(200, { errMsg: decide(world, body, body.decide) })),
    '/phone/api/subscribe': api(subscribeSchema, (body) => subscribe(world, body)),
  }
  return [
    { method: 'get', path: '/phone/login', handle: (asked) => showLogin(world, frame, asked) },
    { method: 'get', path: '/phone/pay', handle: (asked) => showPay(world, frame, asked) },
    { method: 'get', path: '/phone/number', handle: (asked) => showNumber(world, frame, asked) },
    { method: 'get', path: '/phone/messages', handle: (asked) => showArrived(world, frame, asked) },
    { method: 'get', path: '/phone/sms', handle: (asked) => showSms(world, frame, asked) },
    ...Object.entries(apis).flatMap(([path, handle]): Route[] => [
      { method: 'post', path, handle },
      { method: 'options', path, handle: preflight },
    ]),
  ]
}
