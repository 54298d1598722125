/** A backup knows nothing of a phone that was lost after it: the ledger outside the database does, and a restore takes its WeChat account away again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { writeBackup } from '../../server/src/platform/backup/write-backup.ts'
import { prepareDatabase } from '../../server/src/platform/db/prepare.ts'
import { approve, openAccountsStage, personIdOf, SONGYANG, type AccountsStage } from '../support/accounts-stage.ts'
import { leaveRestored, restoreElsewhere } from '../support/backups.ts'
import { A, B, counterOf, idCard } from '../support/counter.ts'
import { staffToken } from '../support/staff.ts'

const dir = mkdtempSync(join(tmpdir(), 'xlb-restore-accounts-'))
const file = join(dir, 'backup.ejson.gz')

const [lostBefore, lostAfter, boundAgain, untouched] = ['liu-yaqin', 'ye-wenbin', 'zhou-wenbin', 'he-haibo'] as const

let stage: AccountsStage
let counts: Readonly<Record<string, number>>

const accountOf = async (key: string) => await stage.accountOf(key, SONGYANG)
const lose = async (key: string) => {
  const personId = personIdOf(key)
  const caseNo = await stage.openCase(A, personId, 'lost-phone')
  ;(await counterOf(stage).endSessions(personId, caseNo, true)).value()
}

async function bindAgain(key: string): Promise<void> {
  const { name, idNo, villageCode } = demoPerson(key)
  const { code: counterCode } = (await counterOf(stage).show(await stage.signIn(key, SONGYANG))).value()
  const asked = { caseNo: await stage.openCase(A, personIdOf(key)), name, document: idCard(idNo), villageCode }
  const { approvalId } = (await counterOf(stage).enter({ ...asked, counterCode })).value()
  expect((await approve(stage, B, approvalId)).value().state).toBe('DONE')
}

beforeAll(async () => {
  stage = await openAccountsStage()
  await prepareDatabase(stage.house)
  for (const officer of [A, B]) await staffToken(stage, officer)
  const work = () => stage.work(['relay-pending', 'dispatch-outbox'])
  await lose(lostBefore)
  await work()
  await stage.world.advance(60_000)
  await writeBackup(stage.house, file)
  await stage.world.advance(60_000)
  await lose(lostAfter)
  await lose(boundAgain)
  await work()
  await bindAgain(boundAgain)
  await work()
  counts = await restoreElsewhere(stage, file, SONGYANG)
})
afterAll(async () => {
  await leaveRestored()
  await stage.stop()
  rmSync(dir, { recursive: true, force: true })
})

test('the account of a phone that was lost after the backup acts for nobody, and online it cannot become theirs again', async () => {
  expect(await accountOf(lostAfter)).toMatchObject({
    ...{ state: 'UNBOUND', personId: null, maskedName: null, lostBy: personIdOf(lostAfter) },
  })
  expect(counts['WeChat accounts unbound again']).toBe(1)
})

test('one that was bound again at the counter since acts for its person; others are as they were', async () => {
  for (const key of [boundAgain, untouched])
    expect(await accountOf(key)).toMatchObject({ state: 'BOUND', personId: personIdOf(key) })
  expect(await accountOf(lostBefore)).toMatchObject({ state: 'UNBOUND', personId: null })
})
