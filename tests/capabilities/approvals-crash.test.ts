/** A process dies between a decision and what follows it: the job of another one finishes, and nothing is done twice or by halves. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { approvals as capability } from '../../server/src/capabilities/approvals/index.ts'
import { approvals } from '../../server/src/platform/approvals/rows.ts'
import { propose, type ApprovalRow } from '../../server/src/platform/approvals/approvals.ts'
import { setUnitTree } from '../../server/src/platform/authority/authority.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { openPlatform, type Platform } from '../support/platform.ts'
import { beside, deeds, makeOfficer, ONE_UNIT } from '../support/second-person.ts'
import { countRows } from '../support/snapshot.ts'

let platform: Platform

beforeAll(async () => {
  platform = await openPlatform('approvals', [capability, beside])
  setUnitTree(() => Promise.resolve(ONE_UNIT))
})
afterAll(() => platform.stop())

async function proposal(): Promise<ApprovalRow> {
  const about = { recordId: newId('gua'), unitCode: '331123', personIds: [], data: {} }
  // The children's clock is the real one.
  platform.clock.set(Date.now())
  return await propose(makeOfficer(platform.house, 'a'), 'beside.write-note', about)
}

async function dies(point: string, ...words: string[]): Promise<void> {
  const { signal } = await platform.child(['tests/support/approvals-child.ts', ...words], { XLB_CRASH_AT: point }).ended
  expect(signal).toBe('SIGKILL')
}

/** The lease of the dead process ends, another worker comes. */
async function later(): Promise<void> {
  platform.clock.set(Math.max(platform.clock.now(), Date.now()) + 11_000)
  await runJobsOnce(platform.house, ['work-approvals', 'relay-pending'])
}

const stateOf = async (id: string) => (await approvals.findOne(platform.ctx(), { _id: id }))?.state
const deedOf = async (id: string) => (await deeds.findOne(platform.ctx(), { _id: id }))?.state ?? null

test.each([
  ['approve', 'approvals-decided', 'APPROVED', null, 'DONE', 'DONE'],
  ['approve', 'approvals-applied', 'APPROVED', 'DONE', 'DONE', 'DONE'],
  ['refuse', 'approvals-refused', 'REFUSED', null, 'REFUSED', 'DROPPED'],
  ['refuse', 'approvals-dropped', 'REFUSED', 'DROPPED', 'REFUSED', 'DROPPED'],
  ['withdraw', 'approvals-dropped', 'WITHDRAWN', 'DROPPED', 'WITHDRAWN', 'DROPPED'],
])('%s, killed at %s: stands %s, and ends', async (act, point, state, deed, finalState, finalDeed) => {
  const { _id } = await proposal()
  await dies(point, act, _id)
  expect([await stateOf(_id), await deedOf(_id)]).toEqual([state, deed])
  await later()
  await later()
  expect([await stateOf(_id), await deedOf(_id)]).toEqual([finalState, finalDeed])
  expect(await countRows('approvals', { _id, nextStepAt: null, liveKey: null })).toBe(1)
})

test.each([
  ['approvals-proposed', null],
  ['approvals-applied', 'DONE'],
])('an emergency, killed at %s, is done by the job and waits for its second officer', async (point, deed) => {
  await dies(point, 'emergency')
  const [row] = await approvals.find(platform.ctx(), { shelf: 'open', emergency: true })
  const id = row?._id ?? ''
  expect([row?.state, row?.appliedAt, await deedOf(id)]).toEqual(['GONE_AHEAD', null, deed])
  await later()
  expect([await stateOf(id), await deedOf(id)]).toEqual(['GONE_AHEAD', 'DONE'])
  expect((await approvals.findOne(platform.ctx(), { _id: id }))?.appliedAt).not.toBeNull()
  const verify = await capability.verify?.['approvals']?.(platform.ctx())
  expect(verify?.differences).toEqual([])
  await approvals.removeOne(platform.ctx(), { _id: id })
})
