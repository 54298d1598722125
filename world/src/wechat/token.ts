/** `POST /cgi-bin/stable_token`: normal mode repeats the token, force mode kills the old one (20 a day, 30 s apart). */
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { rfc3339 } from '../clock.ts'
import { json, jsonOf, wait, type Answer, type Asked } from '../platform/http.ts'
import type { AccessToken, World } from '../state.ts'
import { badAccount, failed } from './login.ts'

const LIFE_SECONDS = 7_200
const RENEW_EARLY_MS = 5 * 60_000
const FORCED_A_DAY = 20
const FORCED_APART_MS = 30_000

const requestSchema = z.object({
  grant_type: z.string().optional(),
  appid: z.string().optional(),
  secret: z.string().optional(),
  force_refresh: z.boolean().optional(),
})

function issue(world: World): AccessToken {
  const now = world.clock.now()
  const token = `DEMO_${randomBytes(96).toString('base64url')}`
  const issued = { token, issuedAt: now, expiresAt: now + LIFE_SECONDS * 1000, replaced: false }
  for (const old of world.tokens.all()) {
    if (old.expiresAt <= now) world.tokens.remove(old.token)
    else if (!old.replaced) world.tokens.put(old.token, { ...old, replaced: true })
  }
  world.tokens.put(token, issued)
  return issued
}

function give(world: World, token: AccessToken): Answer {
  return json(200, { access_token: token.token, expires_in: Math.floor((token.expiresAt - world.clock.now()) / 1000) })
}

function currentOf(world: World): AccessToken | undefined {
  const now = world.clock.now()
  return world.tokens.all().find((one) => !one.replaced && one.expiresAt - RENEW_EARLY_MS > now)
}

function forced(world: World): Answer {
  const now = world.clock.now()
  const day = rfc3339(now).slice(0, 10)
  const before = world.forced.get('forced')
  const count = before?.day === day ? before.count : 0
  if (count >= FORCED_A_DAY) return failed(45009, 'reach max api daily quota limit')
  if (before !== undefined && now - before.lastAt < FORCED_APART_MS)
    return failed(45011, 'api minute-quota reach limit')
  world.forced.put('forced', { day, count: count + 1, lastAt: now })
  for (const old of world.tokens.all()) world.tokens.remove(old.token)
  return give(world, issue(world))
}

async function faultOf(world: World): Promise<Answer | undefined> {
  const slow = world.faults.take('wechat.token.slow')
  if (slow) await wait(slow.number('delayMs'))
  if (world.faults.take('wechat.token.quota')) return failed(45009, 'reach max api daily quota limit')
  return world.faults.take('wechat.token.ip') ? failed(40164, 'invalid ip 127.0.0.1, not in whitelist') : undefined
}

export async function stableToken(world: World, asked: Asked): Promise<Answer> {
  const body = requestSchema.safeParse(jsonOf(asked.raw))
  if (!body.success) return failed(47001, 'data format error')
  const broken = (await faultOf(world)) ?? badAccount(world, body.data.appid ?? null, body.data.secret ?? null)
  if (broken) return broken
  if (body.data.grant_type !== 'client_credential') return failed(40002, 'invalid grant_type')
  if (body.data.force_refresh === true) return forced(world)
  return give(world, currentOf(world) ?? issue(world))
}

/** Whether an access token is good now. */
export function badToken(world: World, token: string | null): Answer | undefined {
  if (!token) return failed(41001, 'access_token missing')
  if (world.faults.take('wechat.token.invalid'))
    return failed(40001, 'invalid credential, access_token is invalid or not latest')
  const known = world.tokens.get(token)
  if (known !== undefined && world.clock.now() < known.expiresAt) return undefined
  return known === undefined
    ? failed(40001, 'invalid credential, access_token is invalid or not latest')
    : failed(42001, 'access_token expired')
}
