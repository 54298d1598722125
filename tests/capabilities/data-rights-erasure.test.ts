/** Deletion: asked for, called back or carried out, with a report of what the law keeps; and once more after a restore. */
import { existsSync, mkdtempSync, readFileSync, rmSync, appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { messages } from '@xlb/shared/messages/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { families } from '@xlb/shared/families/contract.ts'
import { demoId, personById } from '../../server/src/capabilities/accounts/index.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import { erasures } from '../../server/src/capabilities/data-rights/data/erasures.ts'
import { guardianshipOf } from '../../server/src/capabilities/families/index.ts'
import { guardianships } from '../../server/src/capabilities/families/data/guardianships.ts'
import { readHeads } from '../../server/src/platform/audit/heads.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import { restoreBackup } from '../../server/src/platform/backup/restore-backup.ts'
import { writeBackup } from '../../server/src/platform/backup/write-backup.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { prepareDatabase } from '../../server/src/platform/db/prepare.ts'
import { moveToDatabase, moveToEmptyDatabase } from '../support/backups.ts'
import {
  issueBill,
  openOrder,
  openStage,
  paidBill,
  payOnPhone,
  SONGYANG,
  SUICHANG,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { fieldsOf, newKey, send, sendAny } from '../support/call.ts'
import { residentByKey as byKey } from '../support/family-stage.ts'
import { seedOnly } from '../support/seed-only.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

const dir = mkdtempSync(join(tmpdir(), 'xlb-erasure-'))
const DAY = 86_400_000

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
  await prepareDatabase(stage.house)
})
afterAll(async () => {
  await moveToDatabase('erased')
  await nativeDb().dropDatabase()
  await moveToDatabase()
  await stage.stop()
  rmSync(dir, { recursive: true, force: true })
})

type Who = Pick<Resident, 'token'>
const see = (who: Who) => send(stage.url, dataRights.erasure, {}, who)
const ask = (who: Who, key?: string) =>
  send(
    stage.url,
    dataRights.requestErasure,
    { body: { understood: true } },
    { ...who, ...(key === undefined ? {} : { key }) },
  )
const callBack = (who: Who) => send(stage.url, dataRights.cancelErasure, {}, who)
const again = async (who: Resident): Promise<Resident> => ({ ...who, token: await stage.signIn(who.phone, who.tenant) })
/** Somebody whom no test before has erased. */
async function standing(): Promise<Resident> {
  for (let turn = 0; turn < 60; turn += 1) {
    const who = await stage.resident()
    if ((await personById(stage.ctx(), who.personId)) !== null) return await again(who)
  }
  throw new Error('everybody was erased')
}
const carryOut = () => stage.work(['carry-out-erasures', 'relay-pending', 'dispatch-outbox'])
const stateOf = async (who: Resident) =>
  (await erasures.find(stage.ctx(), { personId: who.personId })).map(({ state }) => state)
const ledgerFile = () => join(dirname(stage.house.config.environment.AUDIT_HEADS_FILE), 'erasure-ledger.jsonl')
const linesOf = (who: Resident) =>
  existsSync(ledgerFile())
    ? readFileSync(ledgerFile(), 'utf8')
        .split('\n')
        .filter((line) => line.includes(who.personId))
    : []
const audit = () => {
  const { environment, keys } = stage.house.config
  return verifyAudit({ tenant: SUICHANG }, keys, readHeads(environment.AUDIT_HEADS_FILE).heads)
}

describe('asking for deletion', () => {
  test('needs a session, the word that it was understood, and a real name', async () => {
    const one = await standing()
    for (const call of [see, ask, callBack]) expect((await call({ token: '' })).status).toBe(401)
    for (const body of [{}, { understood: false }, { understood: true, personId: one.personId }]) {
      const answer = await sendAny(stage.url, dataRights.requestErasure, { body }, one)
      expect([answer.status, fieldsOf(answer).length]).toEqual([400, 1])
    }
    const { phone } = await stage.resident(SONGYANG)
    const unknown = { token: await stage.signIn(phone, SUICHANG) }
    expect((await ask(unknown)).code).toBe('real-name-needed')
    expect((await see(unknown)).value()).toEqual({ current: null, preview: [] })
  })

  test('is refused while a payment is open, and nothing changes', async () => {
    const one = await standing()
    await openOrder(stage, one, await issueBill(stage, one))
    const before = await fingerprints(['sessions', 'idempotencyKeys'])
    const answer = await ask(one)
    expect([answer.status, answer.code]).toEqual([409, 'erasure-blocked'])
    expect(await fingerprints(['sessions', 'idempotencyKeys'])).toEqual(before)
  })

  test('again, with the same key or another, or ten times at once, is one request', async () => {
    const one = await standing()
    const key = newKey()
    const first = (await ask(one, key)).value()
    expect((await ask(one, key)).value()).toEqual(first)
    const many = await Promise.all(Array.from({ length: 10 }, () => ask(one)))
    expect(new Set(many.map((answer) => answer.value().id))).toEqual(new Set([first.id]))
    expect(await stateOf(one)).toEqual(['REQUESTED'])
    expect(Date.parse(first.dueAt) - Date.parse(first.requestedAt)).toBeGreaterThanOrEqual(3 * DAY - 1_000)
  })

  test('shows before what would go and what stays, and why; and the inbox tells the person on every phone', async () => {
    const one = await standing()
    await paidBill(stage, one)
    await stage.work()
    const { preview, current } = (await see(one)).value()
    expect(current).toBeNull()
    const receipts = preview.find(({ what }) => what.includes('收据'))
    expect(receipts).toMatchObject({ count: 1, outcome: 'kept', until: '2056-12-31' })
    expect(receipts?.why).toContain('会计档案管理办法')
    expect(preview.find(({ what }) => what === '消息')).toMatchObject({ outcome: 'erased', why: null })
    for (const line of preview) expect(line.why === null).toBe(line.outcome === 'erased')
    await ask(one)
    await stage.work(['relay-pending', 'dispatch-outbox'])
    const { items } = (await send(stage.url, messages.list, {}, one)).value()
    expect(items[0]).toMatchObject({ kind: 'erasure', title: '您申请了删除个人信息' })
    expect((await see(one)).value().current?.state).toBe('REQUESTED')
  })
})

describe('calling back', () => {
  test('before the day keeps everything; without a request it changes nothing', async () => {
    const one = await standing()
    expect((await callBack(one)).value().current).toBeNull()
    await ask(one)
    expect((await callBack(one)).value().current).toBeNull()
    expect(await stateOf(one)).toEqual(['CANCELLED'])
    await stage.world.advance(4 * DAY)
    await carryOut()
    expect((await send(stage.url, accounts.me, {}, await again(one))).value().name).not.toBeNull()
    expect(linesOf(one)).toEqual([])
  })

  test('after the day comes too late', async () => {
    const one = await standing()
    await ask(one)
    await stage.world.advance(3 * DAY + 1_000)
    const answer = await callBack(await again(one))
    expect([answer.status, answer.code]).toEqual([409, 'changed-meanwhile'])
    expect(await stateOf(one)).toEqual(['REQUESTED'])
    await carryOut()
    expect(await stateOf(one)).toEqual(['DONE'])
  })
})

describe('carrying out', () => {
  test('waits for its day and for money that is on its way', async () => {
    const one = await standing()
    await ask(one)
    await stage.world.advance(2 * DAY)
    await carryOut()
    expect(await stateOf(one)).toEqual(['REQUESTED'])
    const payer = await again(one)
    await openOrder(stage, payer, await issueBill(stage, payer))
    await stage.world.advance(DAY + 60_000)
    await carryOut()
    expect(await stateOf(one)).toEqual(['REQUESTED'])
    expect(linesOf(one)).toEqual([])
    await stage.work()
    await stage.world.advance(3 * 3_600_000)
    await stage.work()
    await carryOut()
    expect(await stateOf(one)).toEqual(['DONE'])
  })

  test('erases what may go, keeps receipts and their audit, ends the sessions, and is written outside the database', async () => {
    const one = await standing()
    await paidBill(stage, one)
    await stage.work()
    await ask(one)
    await stage.world.advance(3 * DAY + 60_000)
    const session = await again(one)
    await carryOut()
    const [row] = await erasures.find(stage.ctx(), { personId: one.personId })
    expect(row?.report.find(({ what }) => what.includes('收据'))).toMatchObject({ outcome: 'kept', count: 1 })
    expect(row?.report.filter(({ outcome }) => outcome === 'erased').length).toBeGreaterThan(1)
    expect((await send(stage.url, accounts.me, {}, session)).status).toBe(401)
    expect(await countRows('messages', { personId: one.personId })).toBe(0)
    expect(await countRows('receipts', { personId: one.personId })).toBe(1)
    const person = JSON.stringify(await persons.find(stage.ctx(), { _id: one.personId }))
    expect(person).not.toContain(one.person.name)
    expect(person).not.toContain(one.person.birthday)
    const [line, ...more] = linesOf(one)
    expect(more).toEqual([])
    expect(Object.keys(JSON.parse(line ?? '{}')).sort()).toEqual(['at', 'erasureId', 'mac', 'personId', 'tenant'])
    expect((await send(stage.url, payments.receipts, {}, await again(one))).value().items).toEqual([])
    expect((await audit()).differences).toEqual([])
  })

  test('ends what a guardian holds, and leaves the child to the other guardian; a child’s own register entry stays for them', async () => {
    await seedOnly(stage, ['families'])
    const father = await byKey(stage, 'he-weijun')
    const { items } = (await send(stage.url, families.list, {}, father)).value()
    const [anan, mother] = [items[0]?.personId ?? '', demoId('per', 'li-xiaoyan')]
    expect((await see(father)).value().preview.find(({ what }) => what === '家人关系')?.count).toBe(items.length)
    await ask(father)
    await stage.world.advance(3 * DAY + 60_000)
    await carryOut()
    expect(await guardianshipOf(stage.ctx(), father.personId, anan)).toBeNull()
    expect(await guardianshipOf(stage.ctx(), mother, anan)).not.toBeNull()
    const rows = await guardianships.find(stage.ctx(), { guardianPersonId: father.personId })
    expect(rows.map(({ state, guardianMasked, childMasked }) => [state, guardianMasked, childMasked])).toEqual(
      rows.map(() => ['ENDED', null, null]),
    )
    const own = stage.house.capabilities.find(({ name }) => name === 'families')?.personalData
    expect(await own?.erase(stage.ctx(), anan)).toMatchObject([{ outcome: 'kept', count: 1 }])
    expect(await guardianshipOf(stage.ctx(), mother, anan)).not.toBeNull()
  })

  test('again and by two workers at once changes nothing more', async () => {
    const one = await standing()
    await ask(one)
    await stage.world.advance(3 * DAY + 60_000)
    await Promise.all([carryOut(), carryOut()])
    expect((await stateOf(one)).filter((state) => state !== 'CANCELLED')).toEqual(['DONE'])
    expect(linesOf(one).length).toBeGreaterThan(0)
    expect((await audit()).differences).toEqual([])
  })
})

describe('a restore from a backup that knows nothing of a deletion', () => {
  test('applies the ledger again: the person stays erased, receipts stay, and a forged line erases nobody', async () => {
    const [one, bystander] = [await standing(), await standing()]
    await payOnPhone(stage, one, await openOrder(stage, one, await issueBill(stage, one)))
    await stage.work()
    const file = join(dir, 'before.ejson.gz')
    await writeBackup(stage.house, file)
    await ask(one)
    await stage.world.advance(3 * DAY + 60_000)
    await carryOut()
    expect(await stateOf(one)).toEqual(['DONE'])
    const forged = {
      tenant: SUICHANG,
      erasureId: 'era_00000000000000000000',
      personId: bystander.personId,
      at: 'x',
      mac: 'y',
    }
    appendFileSync(ledgerFile(), `${JSON.stringify(forged)}\n{"torn`)
    await moveToEmptyDatabase('erased')
    const { after } = await restoreBackup(stage.house, { path: file, replace: null, keepAt: '' })
    const counts = after.find(({ tenant }) => tenant === SUICHANG)?.counts ?? {}
    expect(counts['people erased again']).toBeGreaterThan(0)
    expect(counts['lines of the deletion ledger that cannot be read']).toBe(2)
    const person = JSON.stringify(await persons.find(stage.ctx(), { _id: one.personId }))
    expect(person).not.toContain(one.person.name)
    expect(await countRows('messages', { personId: one.personId })).toBe(0)
    expect(await countRows('receipts', { personId: one.personId })).toBe(1)
    const beside = JSON.stringify(await persons.find(stage.ctx(), { _id: bystander.personId }))
    expect(beside).toContain(bystander.person.name)
    await stage.work(['relay-pending'])
    expect((await audit()).differences).toEqual([])
  })
})
