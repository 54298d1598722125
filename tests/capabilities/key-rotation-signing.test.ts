/** HARDENING drill 14 for what signs: tokens, pending entries, the chain. Old and new both hold while a key is changed; then the old one fails. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { coveredBy, linkAfter } from '../../server/src/platform/audit/chain.ts'
import { GENESIS, type AuditEntry } from '../../server/src/platform/audit/entries.ts'
import { publishHead, readHeads } from '../../server/src/platform/audit/heads.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import { keyring } from '../../server/src/platform/crypto/key-file.ts'
import { canonicalJson, kidOf, readKeys, type NamedKey } from '../../server/src/platform/crypto/keys.ts'
import { retireCommand, rotateCommand } from '../../server/src/platform/crypto/operate.ts'
import { retireSigningKey, rotateSigningKey } from '../../server/src/platform/crypto/rotate-keys.ts'
import { hashOf, isAncestor, knownSuccessor, successorOf } from '../../server/src/platform/crypto/tokens.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import type { PendingEntry } from '../../server/src/platform/db/record.ts'
import type { House } from '../../server/src/platform/house.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import { SUICHANG, type TestApp } from '../support/app.ts'
import { send } from '../support/call.ts'
import { fieldsIn } from '../support/json.ts'
import { changeNote, notes, writeNote } from '../support/platform-notes.ts'
import { COUNTY, openPlatform, type Platform } from '../support/platform.ts'
import { startAppWith } from '../support/seed-only.ts'

const fileOf = (house: House): string => house.config.environment.XLB_KEYS_FILE
const kidsOf = (house: House, list: 'jwtKeys' | 'pendingKeys' | 'auditKeys') =>
  readKeys(fileOf(house))[list].map(({ kid }) => kid)
const untilSeen = () => sleep(1_050)

describe('a change of the key of tokens', () => {
  let app: TestApp
  const phone = demoPeople.find((one) => one.countyCode === SUICHANG)?.key ?? ''
  const statusOf = async (token: string) => (await send(app.url, accounts.me, {}, { token })).status
  const kidOfToken = (token: string): unknown =>
    fieldsIn(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()))['kid']

  beforeAll(async () => {
    app = await startAppWith(['organisations', 'accounts'])
  })
  afterAll(() => app.stop())

  test('leaves old tokens good, signs new ones with the new key, and fails the old ones once it is retired', async () => {
    const old = await app.signIn(phone)
    const kid = await rotateSigningKey(app.house, 'jwt')
    await untilSeen()
    const fresh = await app.signIn(phone)
    expect([kidOfToken(old), kidOfToken(fresh)]).toEqual(['test', kid])
    expect([await statusOf(old), await statusOf(fresh)]).toEqual([200, 200])

    await expect(retireSigningKey(app.house, 'jwt', 'test')).rejects.toThrow('还不到 12 小时')
    await expect(retireSigningKey(app.house, 'jwt', kid)).rejects.toThrow('正在使用')
    expect(kidsOf(app.house, 'jwtKeys')).toEqual([kid, 'test'])
    await retireSigningKey(app.house, 'jwt', 'test', true)
    await untilSeen()
    expect([await statusOf(old), await statusOf(fresh)]).toEqual([401, 200])
  })

  test('meets no moment at which a fresh token is refused', async () => {
    let over = false
    const isOver = (): boolean => over
    const statuses: number[] = []
    const busy = (async () => {
      while (!isOver()) statuses.push(await statusOf(await app.signIn(phone)))
    })()
    await rotateSigningKey(app.house, 'jwt')
    await untilSeen()
    over = true
    await busy
    expect(statuses.length).toBeGreaterThan(5)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  test('lets an old key go without --now after the longest token has ended', async () => {
    const old = kidsOf(app.house, 'jwtKeys').at(-1) ?? ''
    await app.world.advance(12 * 3_600_000 + 1_000)
    await retireSigningKey(app.house, 'jwt', old)
    expect(kidsOf(app.house, 'jwtKeys')).not.toContain(old)
  })

  test('is proven unreadable to nobody: the file stays for its owner alone and every list keeps its ids', async () => {
    const before = readKeys(fileOf(app.house))
    await rotateCommand(app.house, ['pending'])
    const after = readKeys(fileOf(app.house))
    expect({ ...after, pendingKeys: [] }).toEqual({ ...before, pendingKeys: [] })
    await expect(rotateCommand(app.house, ['nothing'])).rejects.toThrow('field、jwt、pending、audit、all')
    await expect(retireCommand(app.house, ['audit', 'k0'])).rejects.toThrow('审计密钥不停用')
    await expect(retireCommand(app.house, ['jwt'])).rejects.toThrow('没有编号为 jwt 的字段密钥')
    await expect(retireCommand(app.house, [])).rejects.toThrow('形如')
    await expect(retireCommand(app.house, ['jwt', 'k1', '--all'])).rejects.toThrow('没有这个参数')
  })

  test('keeps the successor of a refresh token that was rotated a moment before', () => {
    const keyOf = (letter: string): NamedKey => ({
      kid: letter,
      secret: Buffer.from(letter.repeat(32)).toString('base64'),
    })
    const [old, fresh] = [keyOf('a'), keyOf('b')]
    const token = 'c2Vz.one'
    const given = successorOf(token, old)
    expect(knownSuccessor(token, hashOf(given), [fresh, old])).toBe(given)
    expect(knownSuccessor(token, hashOf('another'), [fresh, old])).toBeNull()
    expect(isAncestor(token, hashOf(given), old)).toBe(true)
  })
})

describe('a change of the keys of pending entries and of the chain', () => {
  let platform: Platform
  const chain = () => nativeDb().collection<AuditEntry>('auditEntries')
  const rows = async () => await chain().find({ tenant: COUNTY }).sort({ seq: 1 }).toArray()
  const heads = () => readHeads(platform.headsFile).heads
  const verify = async () => await verifyAudit({ tenant: COUNTY }, platform.house.config.keys, heads())
  const relay = async () => await runJobsOnce(platform.house, [])
  const rawNotes = () => nativeDb().collection<{ _id: string; pending: PendingEntry[] }>('testNotes')

  beforeAll(async () => {
    platform = await openPlatform('signing_keys')
  })
  afterAll(async () => {
    await platform.stop()
  })

  test('carries entries of before, without and with an id of their key, into the chain', async () => {
    const older = await writeNote(platform.ctx())
    const bare = (older.pending ?? []).map((entry) => ({ ...entry, mac: entry.mac.replace(':k0:', ':') }))
    await rawNotes().updateOne({ _id: older._id }, { $set: { pending: bare } })
    const before = await writeNote(platform.ctx())
    const kid = await rotateSigningKey(platform.house, 'pending')
    await untilSeen()
    const after = await writeNote(platform.ctx())
    expect([before, after].map(({ pending }) => kidOf(pending?.[0]?.mac ?? ''))).toEqual(['k0', kid])
    await expect(retireSigningKey(platform.house, 'pending', 'k0')).rejects.toThrow('还有待发的记录在用密钥 k0')
    await relay()
    expect(await verify()).toMatchObject({ differences: [], unchained: 0 })
    await retireSigningKey(platform.house, 'pending', 'k0')
    await untilSeen()
    expect(kidsOf(platform.house, 'pendingKeys')).toEqual([kid])
  })

  test('refuses an entry under a key that was retired', async () => {
    const note = await writeNote(platform.ctx())
    const forged = (note.pending ?? []).map((entry) => ({ ...entry, mac: entry.mac.replace(/:k\d+:/, ':k0:') }))
    await rawNotes().updateOne({ _id: note._id }, { $set: { pending: forged } })
    await relay()
    expect((await notes.findOne(platform.ctx(), { _id: note._id }))?.pending).toHaveLength(2)
    expect((await verify()).differences).toHaveLength(3)
    await rawNotes().updateOne({ _id: note._id }, { $set: { pending: [...(note.pending ?? [])] } })
    await relay()
    expect((await verify()).differences).toEqual([])
  })

  test('lets the chain go on under the new key, and proves what stood before with the old one', async () => {
    await publishHead(platform.ctx(), platform.headsFile)
    const old = readKeys(fileOf(platform.house)).auditKeys
    const kid = await rotateSigningKey(platform.house, 'audit')
    const note = await writeNote(platform.ctx())
    await changeNote(platform.ctx(), note._id, 'again')
    await relay()
    const kids = (await rows()).map((entry) => kidOf(entry.mac))
    expect([kids[0], kids.at(-1)]).toEqual(['k0', kid])
    // The change of keys is an entry itself, whoever else was at work.
    expect((await rows()).map((entry) => entry.act)).toContain('keys.rotate')
    expect((await verify()).differences).toEqual([])
    await expect(retireSigningKey(platform.house, 'audit', 'k0')).rejects.toThrow('审计密钥不停用')
    expect(kidsOf(platform.house, 'auditKeys')).toEqual([kid, ...old.map((key) => key.kid)])
  })

  test('finds what was chained with a stolen old key after the change', async () => {
    const all = await rows()
    const last = all.at(-1)
    if (last === undefined) throw new Error('the chain is empty')
    const stolen = readKeys(fileOf(platform.house)).auditKeys.filter((key) => key.kid === 'k0')
    const entry = { ...last, id: 'pnd_forged', kind: 'audit' as const, name: 'notes.read', recordId: 'not_forged' }
    const [forged] = linkAfter(stolen, { tenant: COUNTY }, last, [{ ...entry, version: 1 }], last.fence)
    if (forged === undefined) throw new Error('nothing was linked')
    await chain().insertOne(forged)
    const { differences } = await verify()
    await chain().deleteOne({ _id: forged._id })
    expect(differences).toContain(`entry ${String(forged.seq)}: written with a key that had been replaced before`)
    expect((await verify()).differences).toEqual([])
  })

  test('still proves a chain of before keys had ids', async () => {
    const key = keyring()
      .look()
      .auditKeys.find(({ kid }) => kid === 'k0')
    const bare = (covered: object) =>
      `HS256:${createHmac('sha256', Buffer.from(key?.secret ?? '', 'base64'))
        .update(canonicalJson(covered))
        .digest('base64url')}`
    let prev = GENESIS
    for (const entry of await rows()) {
      const mac = bare(coveredBy({ ...entry, prev }))
      await chain().updateOne({ _id: entry._id }, { $set: { prev, mac } })
      prev = mac
    }
    // The heads are those of the chain as it was.
    const faults = (await verify()).differences.filter((one) => !one.includes('is not the one published'))
    expect(faults).toEqual([])
  })

  test('an older key file is read, and its only keys are the first of a list', () => {
    const text = readFileSync(fileOf(platform.house), 'utf8')
    expect(text).not.toContain('"auditKey"')
    expect(text).not.toContain('"pendingKey"')
    expect(text).toContain('"fieldKey"')
  })
})
