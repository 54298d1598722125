/**
 * `<button open-type=getPhoneNumber>` on the phone and getuserphonenumber on the server (WECHAT.md §1): the code is not a login code, lives five
 * minutes and works once.
 */
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { DEMO_APPID, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { json, jsonOf, type Answer, type Asked } from '../platform/http.ts'
import { personByKey, type World } from '../state.ts'
import { failed, issueCode } from './login.ts'
import { badToken } from './token.ts'

const CODE_MS = 5 * 60_000
const requestSchema = z.object({ code: z.string(), openid: z.string().optional() })

/** What `e.detail.code` holds after 「允许」; the fault hands out a login code instead. */
export function issueNumberCode(world: World, person: DemoPerson): string {
  if (world.faults.take('wechat.phone.swapped')) return issueCode(world, person)
  const code = randomBytes(32).toString('hex')
  world.numberCodes.put(code, { code, person: person.key, issuedAt: world.clock.now(), used: false })
  return code
}

function faultOf(world: World): Answer | undefined {
  if (world.faults.take('wechat.phone.bad-code')) return failed(40029, 'invalid code')
  return world.faults.take('wechat.phone.quota') ? failed(45011, 'api minute-quota reach limit') : undefined
}

/** `POST /wxa/business/getuserphonenumber?access_token=`; with `openid` the code must be of that person. */
export function userPhoneNumber(world: World, asked: Asked): Answer {
  const denied = badToken(world, asked.query.get('access_token'))
  if (denied) return denied
  const body = requestSchema.safeParse(jsonOf(asked.raw))
  if (!body.success) return failed(47001, 'data format error')
  const broken = faultOf(world)
  if (broken) return broken
  const code = world.numberCodes.get(body.data.code)
  const person = code && personByKey(code.person)
  const tooLate = code !== undefined && (code.used || world.clock.now() > code.issuedAt + CODE_MS)
  if (code === undefined || person === undefined || tooLate) return failed(40029, 'invalid code')
  if (body.data.openid !== undefined && body.data.openid !== person.openid) return failed(40029, 'invalid code')
  world.numberCodes.put(code.code, { ...code, used: true })
  return json(200, {
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: person.phone,
      purePhoneNumber: person.phone,
      countryCode: '86',
      watermark: { timestamp: Math.floor(world.clock.now() / 1000), appid: DEMO_APPID },
    },
  })
}
