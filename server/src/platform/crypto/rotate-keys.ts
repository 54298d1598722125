/**
 * Changing keys while everything runs. Field keys: a new first key, then the rows (job rewrap-fields), then the old key is taken away. The others: the new
 * key is made known first and signs from two seconds later, so that nobody ever meets a key it cannot prove; the old one goes when nothing stands
 * under it any more, and an audit key never, because the entries of its time are proven with it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { tenantsOf } from '../config/config.ts'
import { isKeyUsed, removeBlinds } from '../db/sealed.ts'
import type { House } from '../house.ts'
import { isPendingKeyUsed } from '../outbox/pending-keys.ts'
import { lastRotation, recordKeyChange, type KeyChangeRow } from './key-changes.ts'
import { readKeys, type NamedKey } from './keys.ts'
import { MOST_TOKEN_MS } from './tokens.ts'
import { alone, freeKid, freshSecret, replaceLists } from './write-keys.ts'

/** Every process looks at the file each second: after this nobody signs, seals or makes look-up texts with keys of before. */
const SETTLE_MS = 2_000

export type SigningKind = 'jwt' | 'pending' | 'audit'
const LISTS = { jwt: 'jwtKeys', pending: 'pendingKeys', audit: 'auditKeys' } as const

const pathOf = (house: House): string => house.config.environment.XLB_KEYS_FILE

async function record(house: House, change: Pick<KeyChangeRow, 'what' | 'kind' | 'kid'>): Promise<void> {
  for (const tenant of tenantsOf(house.config)) await recordKeyChange(house.systemCtx(tenant, 'operate'), change)
  house.log.info(change, 'keys changed')
}

/** Puts a new pair of keys in front; answers its id. @throws Error when another change is under way */
export async function rotateFieldKeys(house: House): Promise<string> {
  return await alone(async () => {
    const { fieldKeys, blindIndexKeys } = readKeys(pathOf(house))
    const kid = freeKid(pathOf(house), house.clock.instant(), fieldKeys)
    replaceLists(pathOf(house), {
      fieldKeys: [{ kid, secret: freshSecret() }, ...fieldKeys],
      blindIndexKeys: [{ kid, secret: freshSecret() }, ...blindIndexKeys],
    })
    await record(house, { what: 'rotate', kind: 'field', kid })
    return kid
  })
}

/** A new key that signs tokens, pending entries or the chain; answers its id. Takes two seconds. @throws Error when another change is under way */
export async function rotateSigningKey(house: House, kind: SigningKind): Promise<string> {
  const list = LISTS[kind]
  return await alone(async () => {
    const before = readKeys(pathOf(house))[list]
    const kid = freeKid(pathOf(house), house.clock.instant(), before)
    const fresh = { kid, secret: freshSecret() }
    replaceLists(pathOf(house), { [list]: [...before, fresh] })
    await sleep(SETTLE_MS)
    replaceLists(pathOf(house), { [list]: [fresh, ...before] })
    await record(house, { what: 'rotate', kind, kid })
    return kid
  })
}

/**
 * Takes an old key away.
 * @throws Error with one sentence: the first key, an unknown one, one that a row is still under, or another change under way
 */
export async function retireFieldKey(house: House, kid: string): Promise<void> {
  await alone(async () => {
    const { fieldKeys, blindIndexKeys } = readKeys(pathOf(house))
    refuseToRetire(fieldKeys, kid, '字段密钥')
    await sleep(SETTLE_MS)
    if (await isKeyUsed(kid))
      throw new Error(`还有数据在用密钥 ${kid}，请等后台任务换完（指标 xlb_rows_under_old_keys 为 0）再停用。`)
    const left = { fieldKeys: without(fieldKeys, kid), blindIndexKeys: without(blindIndexKeys, kid) }
    replaceLists(pathOf(house), left, kid)
    await sleep(SETTLE_MS)
    await removeBlinds(kid)
    await record(house, { what: 'retire', kind: 'field', kid })
  })
}

/**
 * Takes an old key of tokens or of pending entries away; within a second what it signed is refused. `now`: tokens that still stand under it end
 * (their people sign in again), for a key that was stolen.
 * @throws Error with one sentence
 */
export async function retireSigningKey(house: House, kind: SigningKind, kid: string, now = false): Promise<void> {
  if (kind === 'audit') throw new Error('审计密钥不停用：旧的审计记录要靠它核对。换上新的以后，旧密钥写不了新的记录。')
  const list = LISTS[kind]
  await alone(async () => {
    const keys = readKeys(pathOf(house))[list]
    refuseToRetire(keys, kid, kind === 'jwt' ? '登录令牌密钥' : '待发记录密钥')
    if (kind === 'jwt' && !now) await refuseLiveTokens(house, kid)
    await sleep(SETTLE_MS)
    if (kind === 'pending' && (await isPendingKeyUsed(kid)))
      throw new Error(`还有待发的记录在用密钥 ${kid}，请等后台任务发完（几秒钟）再停用。`)
    replaceLists(pathOf(house), { [list]: without(keys, kid) }, kid)
    await record(house, { what: 'retire', kind, kid })
  })
}

function refuseToRetire(keys: readonly NamedKey[], kid: string, what: string): void {
  if (keys[0]?.kid === kid) throw new Error(`密钥 ${kid} 正在使用，请先运行 npm run keys:rotate 换上新的。`)
  if (keys.every((key) => key.kid !== kid)) throw new Error(`密钥文件里没有编号为 ${kid} 的${what}。`)
}

const without = (keys: readonly NamedKey[], kid: string): NamedKey[] => keys.filter((key) => key.kid !== kid)

/** Reckoned from the last change: every token of before has ended when the longest could. */
async function refuseLiveTokens(house: House, kid: string): Promise<void> {
  const hours = String(Math.ceil(MOST_TOKEN_MS / 3_600_000))
  for (const tenant of tenantsOf(house.config)) {
    const at = await lastRotation(house.systemCtx(tenant, 'operate'), 'jwt')
    if (at !== null && house.clock.now() - Date.parse(at) < MOST_TOKEN_MS)
      throw new Error(
        `换上新密钥还不到 ${hours} 小时，还有人拿着密钥 ${kid} 签的令牌。请过后再停用；密钥若已泄露，请加 --now，这些人要重新登录。`,
      )
  }
}
