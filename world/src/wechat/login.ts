/** `wx.login` on the phone and code2Session on the server: a code lives five minutes and works once. */
import { randomBytes } from 'node:crypto'
import { DEMO_APPID, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { json, wait, type Answer, type Asked } from '../platform/http.ts'
import { personByKey, type World } from '../state.ts'

const CODE_MS = 5 * 60_000

/** An answer with an errcode: HTTP 200 all the same. */
export function failed(errcode: number, errmsg: string): Answer {
  return json(200, {
    errcode,
    errmsg: `${errmsg} rid: ${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`,
  })
}

/** What `wx.login` gives on this person's phone. */
export function issueCode(world: World, person: DemoPerson): string {
  const code = `0${randomBytes(16).toString('base64url').replaceAll(/[-_]/g, 'x')}00`
  world.codes.put(code, { code, person: person.key, issuedAt: world.clock.now(), used: false })
  return code
}

/** Refuses a wrong appid or secret with WeChat's code; undefined when both are right. */
export function badAccount(world: World, appid: string | null, secret: string | null): Answer | undefined {
  if (!appid) return failed(41002, 'appid missing')
  if (!secret) return failed(41004, 'appsecret missing')
  if (appid !== DEMO_APPID) return failed(40013, 'invalid appid')
  return secret === world.keys.wechatSecret ? undefined : failed(40125, 'invalid appsecret')
}

async function faultOf(world: World): Promise<Answer | undefined> {
  const slow = world.faults.take('wechat.login.slow')
  if (slow) await wait(slow.number('delayMs'))
  if (world.faults.take('wechat.login.bad-code')) return failed(40029, 'invalid code')
  if (world.faults.take('wechat.login.blocked')) return failed(40226, 'code blocked')
  return world.faults.take('wechat.login.rate') ? failed(45011, 'api minute-quota reach limit') : undefined
}

/** `GET /sns/jscode2session`: no errcode on success; a new code replaces the session_key of its user. */
export async function codeToSession(world: World, asked: Asked): Promise<Answer> {
  const { query } = asked
  const broken = (await faultOf(world)) ?? badAccount(world, query.get('appid'), query.get('secret'))
  if (broken) return broken
  if (query.get('grant_type') !== 'authorization_code') return failed(40002, 'invalid grant_type')
  const code = world.codes.get(query.get('js_code') ?? '')
  const person = code && personByKey(code.person)
  if (code === undefined || person === undefined || code.used || world.clock.now() > code.issuedAt + CODE_MS) {
    return failed(40029, 'invalid code')
  }
  world.codes.put(code.code, { ...code, used: true })
  const sessionKey = randomBytes(16).toString('base64')
  world.sessions.put(person.openid, { openid: person.openid, sessionKey })
  const unionid = world.faults.take('wechat.login.no-unionid') ? {} : { unionid: person.unionid }
  return json(200, { session_key: sessionKey, openid: person.openid, ...unionid })
}

/** Drops codes older than a day (at start). */
export function forgetOldCodes(world: World): void {
  for (const table of [world.codes, world.numberCodes])
    for (const code of table.all()) if (world.clock.now() > code.issuedAt + 86_400_000) table.remove(code.code)
}
