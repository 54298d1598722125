/** A backup knows nothing of a guardianship that was revoked or a consent that was withdrawn after it: the ledgers outside the database do (revocations hold). */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { families } from '@xlb/shared/families/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { consents } from '../../server/src/capabilities/data-rights/data/consents.ts'
import { guardianships } from '../../server/src/capabilities/families/data/guardianships.ts'
import { writeBackup } from '../../server/src/platform/backup/write-backup.ts'
import { prepareDatabase } from '../../server/src/platform/db/prepare.ts'
import type { TestApp } from '../support/app.ts'
import { leaveRestored, restoreElsewhere } from '../support/backups.ts'
import { send } from '../support/call.ts'
import { startAppWith } from '../support/seed-only.ts'

const dir = mkdtempSync(join(tmpdir(), 'xlb-restore-families-'))
const file = join(dir, 'backup.ejson.gz')
/** Each has a seeded child and agreed to the use of its data. */
const [ends, withdraws, thinksAgain, untouched] = ['pan-jiayi', 'wu-xiaoyan', 'he-weijun', 'li-xiaoyan'] as const

let app: TestApp
let counts: Readonly<Record<string, number>>

const openOf = async (key: string) =>
  await guardianships.find(app.ctx(), { guardianPersonId: demoId('per', key), open: true })
const consentOf = async (key: string) =>
  await consents.findOne(app.ctx(), { holder: demoId('per', key), purpose: 'child-data' })
const tokenOf = async (key: string) => ({ token: await app.signIn(key, demoPerson(key).countyCode) })
const purpose = { params: { purpose: 'child-data' as const } }

async function withdraw(key: string): Promise<void> {
  const answer = await send(app.url, dataRights.withdrawConsent, purpose, await tokenOf(key))
  expect(answer.status).toBe(200)
}

async function giveAgain(key: string): Promise<void> {
  const version = (await consentOf(key))?.document ?? ''
  const answer = await send(app.url, dataRights.giveConsent, { ...purpose, body: { version } }, await tokenOf(key))
  expect(answer.status).toBe(200)
}

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'families', 'staff'])
  await prepareDatabase(app.house)
  await writeBackup(app.house, file)
  await app.world.advance(60_000)
  const [mine] = await openOf(ends)
  const params = { guardianshipId: mine?._id ?? '' }
  expect((await send(app.url, families.end, { params, body: {} }, await tokenOf(ends))).status).toBe(200)
  await withdraw(withdraws)
  await withdraw(thinksAgain)
  await giveAgain(thinksAgain)
  await app.work(['relay-pending', 'dispatch-outbox'])
  counts = await restoreElsewhere(app, file)
})
afterAll(async () => {
  await leaveRestored()
  await app.stop()
  rmSync(dir, { recursive: true, force: true })
})

test('a guardianship that was given up after the backup does not stand again; others do', async () => {
  expect(counts['guardianships ended again']).toBe(1)
  expect(await guardianships.find(app.ctx(), { guardianPersonId: demoId('per', ends), state: 'ENDED' })).toMatchObject([
    { endReason: 'revoked', open: false },
  ])
  expect(await openOf(untouched)).not.toEqual([])
})

test('a consent that was withdrawn stays withdrawn; one that was given again stands', async () => {
  expect(counts['consents withdrawn again']).toBe(1)
  expect((await consentOf(withdraws))?.state).toBe('WITHDRAWN')
  expect((await consentOf(thinksAgain))?.state).toBe('GIVEN')
  expect((await consentOf(untouched))?.state).toBe('GIVEN')
})

test('done again it changes nothing', async () => {
  for (const { afterRestore } of app.house.capabilities.filter((one) =>
    ['families', 'data-rights'].includes(one.name),
  )) {
    const again = await afterRestore?.(app.ctx(), new Date(0).toISOString())
    const done = Object.entries(again ?? {}).filter(([name]) => name.endsWith('again'))
    expect(done.every(([, count]) => count === 0)).toBe(true)
  }
})
