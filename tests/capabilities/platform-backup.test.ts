/** HARDENING drill 13: a backup of a house with money on its way, into a fresh database, and what follows a restore. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { publishHead, readHeads } from '../../server/src/platform/audit/heads.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import { restoreBackup, type Restored } from '../../server/src/platform/backup/restore-backup.ts'
import { writeBackup } from '../../server/src/platform/backup/write-backup.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { describeDatabase, type StandingCollection } from '../../server/src/platform/db/copy.ts'
import { prepareDatabase } from '../../server/src/platform/db/prepare.ts'
import { run } from '../../scripts/child.mjs'
import { moveToDatabase, moveToEmptyDatabase } from '../support/backups.ts'
import {
  deliverCallbacks,
  issueBill,
  openOrder,
  openStage,
  orderRow,
  paidBill,
  payOnPhone,
  SONGYANG,
  SUICHANG,
  worldList,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { send } from '../support/call.ts'
import { root } from '../support/plant.ts'
import { countRows, fingerprints, type Fingerprints } from '../support/snapshot.ts'

const dir = mkdtempSync(join(tmpdir(), 'xlb-backup-'))
const file = join(dir, 'kept', 'backup.ejson.gz')

let stage: Stage
let payer: Resident
/** Waits for its payer at the time of the backup, and is paid afterwards. */
let waiting: { bill: BillRow; opened: Opened }
/** Paid before the backup; its callback is stored and not worked off. */
let received: { bill: BillRow; opened: Opened }
let before: { hashes: Fingerprints; declared: StandingCollection[]; messages: number }
let restored: Restored

const headsFile = () => stage.house.config.environment.AUDIT_HEADS_FILE
const publish = () => publishHead(stage.ctx(), headsFile())
const audit = (tenant = SUICHANG) => verifyAudit({ tenant }, stage.house.config.keys, readHeads(headsFile()).heads)

async function refundedBill(): Promise<void> {
  await stage.world.fault('water.refusing', {}, 1)
  await paidBill(stage, await stage.resident())
  await stage.work()
  await stage.world.advance(3_000)
  await deliverCallbacks(stage)
  await stage.work()
}

beforeAll(async () => {
  stage = await openStage()
  await prepareDatabase(stage.house)
  await paidBill(stage, await stage.resident())
  await stage.work()
  await refundedBill()
  await publish()
  received = await paidBill(stage, await stage.resident())
  payer = await stage.resident()
  const bill = await issueBill(stage, payer)
  waiting = { bill, opened: await openOrder(stage, payer, bill) }
  before = {
    hashes: await fingerprints(['engineProofs']),
    declared: await describeDatabase(),
    messages: await countRows('messages'),
  }
  await writeBackup(stage.house, file)
  // The house goes on: all of this the backup does not know.
  payer = { ...payer, token: await stage.signIn(payer.phone) }
  await payOnPhone(stage, payer, waiting.opened)
  await stage.work()
  await stage.world.advance(86_400_000)
  await publish()
})
afterAll(async () => {
  for (const name of ['restored', 'other']) {
    await moveToDatabase(name)
    await nativeDb().dropDatabase()
  }
  await moveToDatabase()
  await stage.stop()
  rmSync(dir, { recursive: true, force: true })
})

const restore = async (path: string, replace: string | null = null): Promise<Restored> =>
  await restoreBackup(stage.house, { path, replace, keepAt: join(dir, 'replaced.ejson.gz') })

describe('a restore into an empty database', () => {
  beforeAll(async () => {
    await moveToEmptyDatabase('restored')
    restored = await restore(file)
  })

  test('brings every row back under the same hash, but for what a restore obliges to', async () => {
    const changed = ['orders', 'sessions', 'restores', 'leases', 'engineProofs']
    const { hashes } = before
    const same = (all: Fingerprints) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => !changed.includes(name)))
    expect(Object.keys(same(hashes)).length).toBeGreaterThan(10)
    expect(same(await fingerprints())).toEqual(same(hashes))
    const counts = Object.fromEntries(restored.manifest.collections.map(({ name, rows }) => [name, rows]))
    for (const name of ['orders', 'sessions', 'leases']) expect(await countRows(name)).toBe(counts[name])
  })

  test('brings every index and validator back: unique ones refuse, TTL ones stand, the ledger must sum to 0', async () => {
    expect(await describeDatabase()).toEqual(before.declared)
    const all = before.declared.flatMap(({ name, indexes }) => indexes.map((index) => ({ name, ...index.options })))
    expect(all.filter((one) => 'unique' in one).length).toBeGreaterThan(10)
    expect(all.filter((one) => 'expireAfterSeconds' in one).length).toBeGreaterThan(2)
    const receipt = await nativeDb().collection<{ _id: string }>('receipts').findOne({})
    const again = nativeDb()
      .collection<{ _id: string }>('receipts')
      .insertOne({ ...receipt, _id: 'rct_again' })
    await expect(again).rejects.toThrow('E11000')
    const line = { _id: 'x', lines: [{ amount: 1 }, { amount: 2 }] }
    const entry = nativeDb().collection<{ _id: string }>('ledgerEntries').insertOne(line)
    await expect(entry).rejects.toThrow('Document failed validation')
  })

  test('ends every session, those opened after the backup too', async () => {
    expect(await countRows('sessions', { endedAt: null })).toBe(0)
    const me = await send(stage.url, accounts.me, {}, { token: payer.token })
    expect(me.status).toBe(401)
  })

  test('makes every live order due for asking, and says so', async () => {
    expect(await orderRow(stage, waiting.opened.order)).toMatchObject({ state: 'PENDING' })
    const [mine] = restored.after.filter((one) => one.tenant === SUICHANG)
    const { nextAskAt } = await orderRow(stage, waiting.opened.order)
    expect(Math.abs((nextAskAt ?? 0) - Date.parse(mine?.record.at ?? ''))).toBeLessThan(5_000)
    expect(mine?.counts).toMatchObject({ 'live orders due for asking': 2 })
    expect(mine?.counts['sessions ended']).toBeGreaterThan(3)
  })

  test('leaves nothing for the verify commands, and tells which published heads went with it', async () => {
    const found = await audit()
    const [mine] = restored.manifest.heads.filter((head) => head.tenant === SUICHANG)
    expect(found.differences).toEqual([])
    expect(found.known).toHaveLength(1)
    expect(found.known[0]).toContain(`chain goes on after entry ${String(mine?.seq)}: at least`)
    expect(found.known[0]).toContain('1 published heads lie after the backup')
    expect((await audit(SONGYANG)).differences).toEqual([])
  })

  test('sends nothing again: what was told stays told, what was under way ends once, here and at the water company', async () => {
    await stage.work()
    expect(await orderRow(stage, waiting.opened.order)).toMatchObject({ state: 'RECEIPTED' })
    expect(await orderRow(stage, received.opened.order)).toMatchObject({ state: 'RECEIPTED' })
    // A receipt's message for each of the two, and no other.
    expect(await countRows('messages')).toBe(before.messages + 2)
    const postings = (await worldList(stage, 'postings')).filter((one) => one['billNo'] === waiting.bill.billNo)
    expect(postings).toHaveLength(1)
    await stage.work()
    expect(await countRows('messages')).toBe(before.messages + 2)
    for (const capability of stage.house.capabilities)
      for (const verify of Object.values(capability.verify ?? {}))
        expect((await verify(stage.ctx())).differences).toEqual([])
    expect((await audit()).differences).toEqual([])
  })

  test('explains no other gap: a record of it that was changed, or written without the key, is a difference', async () => {
    const rows = nativeDb().collection<{ _id: string; lost: unknown }>('restores')
    const row = await rows.findOne({ tenant: SUICHANG })
    if (row === null) throw new Error('no record of the restore')
    await rows.updateOne({ _id: row._id }, { $set: { lost: [] } })
    const changed = (await audit()).differences
    await rows.deleteOne({ _id: row._id })
    const gone = (await audit()).differences
    await rows.insertOne(row)
    expect(changed).toContain(`restores:${row._id}: it was changed, or written without the key`)
    expect(changed.filter((one) => one.includes('published on'))).toHaveLength(1)
    expect(gone).toContain(`restores:${row._id} has entries, but the record is gone`)
    expect((await audit()).differences).toEqual([])
  })
})

describe('a database with data', () => {
  test('is refused, by its name too unless that is the right one, and nothing changes', async () => {
    const hashes = await fingerprints()
    await expect(restore(file)).rejects.toThrow('只能恢复到空的数据库')
    await expect(restore(file, 'xiangliban')).rejects.toThrow('没有写入任何数据')
    expect(await fingerprints()).toEqual(hashes)
  })

  test('is replaced by its name, after a backup that brings it back', async () => {
    const receipts = await countRows('receipts')
    const { kept } = await restore(file, nativeDb().databaseName)
    expect(await countRows('receipts')).toBeLessThan(receipts)
    await moveToEmptyDatabase('other')
    await restore(kept ?? '')
    expect(await countRows('receipts')).toBe(receipts)
    expect((await audit()).differences).toEqual([])
    expect((await audit()).known).toHaveLength(2)
  })
})

test('the operator’s commands say what they did, and restore nothing without --confirm', async () => {
  const { environment } = stage.house.config
  const given = Object.entries(environment).map(([name, value]) => [name, String(value)])
  const env = { ...process.env, ...Object.fromEntries(given), NODE_OPTIONS: '', LOG_LEVEL: 'silent', BACKUP_DIR: dir }
  const operate = async (...words: string[]) =>
    await run(process.execPath, ['--import', 'tsx', 'server/src/operate.ts', ...words], { cwd: root, env })
  const made = await operate('backup')
  expect(made).toMatchObject({ code: 0 })
  const [, path = ''] = /备份写好了：(\S+)/.exec(made.output) ?? []
  const told = await operate('restore', path)
  expect(told).toMatchObject({ code: 0 })
  expect(told.output).toContain('什么都还没有写')
  expect(await operate('restore', path, '--confirm')).toMatchObject({ code: 1 })
})
