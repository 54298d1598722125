/** accounts over HTTP: somebody whom the county does not know comes to the counter, and reads afterwards who looked at their papers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { demoPerson, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { findPersonByIdNo } from '../../server/src/capabilities/accounts/index.ts'
import { counterEntries } from '../../server/src/capabilities/accounts/data/counter-entries.ts'
import { lookRows } from '../../server/src/platform/looks/rows.ts'
import { approve, openAccountsStage, SONGYANG, type AccountsStage } from '../support/accounts-stage.ts'
import { send } from '../support/call.ts'
import { A, B, counterOf, idCard } from '../support/counter.ts'
import { countRows } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

let stage: AccountsStage
let counter: ReturnType<typeof counterOf>

beforeAll(async () => {
  stage = await openAccountsStage()
  counter = counterOf(stage)
})
afterAll(() => stage.stop())

const looksOf = async (token: string) => (await send(stage.url, dataRights.looks, {}, { token })).value().items

/** Signed in, bound to nobody, and asked for no agreement: the code on the screen is all that the counter needs of the phone. */
async function atCounter(key: string) {
  const person = demoPerson(key)
  const token = await stage.signIn(key, SONGYANG)
  const caseNo = await stage.openCase(A)
  const counterCode = (await counter.show(token)).value().code
  return { person, token, caseNo, counterCode }
}

async function entered({ person, caseNo, counterCode }: Awaited<ReturnType<typeof atCounter>>) {
  const asked = { caseNo, name: person.name, document: idCard(person.idNo), counterCode }
  const { approvalId } = (await counter.enter(asked)).value()
  const [entry] = await counterEntries.find(stage.ctx(SONGYANG), { approvalId })
  return { approvalId, entryId: entry?._id ?? '' }
}

async function seenBy(officer: string, approvalId: string): Promise<string[]> {
  const token = await staffToken(stage, officer)
  const { facts } = (await send(stage.url, approvals.show, { params: { approvalId } }, { token })).value()
  return facts.map(({ value }) => value)
}

const known = async ({ idNo }: DemoPerson) => await findPersonByIdNo(stage.ctx(SONGYANG), idNo)

test('the look of the second officer waits with the entry, and is the new resident’s from the moment they stand', async () => {
  const guest = await atCounter('wang-xiulan')
  const { approvalId, entryId } = await entered(guest)
  expect(await seenBy(B, approvalId)).toContain(guest.person.idNo)
  expect(await known(guest.person)).toBeNull()
  expect([await countRows('looks', { personId: entryId }), await looksOf(guest.token)]).toEqual([1, []])
  expect((await approve(stage, B, approvalId)).value().state).toBe('DONE')
  const items = await looksOf(guest.token)
  expect(items.map(({ purpose, caseNo, outcome }) => [purpose, caseNo, outcome])).toEqual([
    ['复核窗口登记', guest.caseNo, 'shown'],
  ])
  expect(items[0]?.fields).toEqual(['姓名', '证件号码', '出生日期', '所在村（社区）'])
  expect(await countRows('looks', { personId: entryId })).toBe(0)
  expect(await countRows('looks', { personId: (await known(guest.person))?.id })).toBe(1)
})

test('a look that was only begun comes to the resident as one that may have been seen', async () => {
  const guest = await atCounter('he-weijun')
  const { approvalId, entryId } = await entered(guest)
  await seenBy(B, approvalId)
  await lookRows.update(stage.ctx(SONGYANG), { personId: entryId }, { $set: { state: 'INTENDED', endedAt: null } })
  await approve(stage, B, approvalId)
  await stage.world.advance(3_600_000)
  const token = await stage.signIn(guest.person.key, SONGYANG)
  expect((await looksOf(token)).map(({ outcome }) => outcome)).toEqual(['unsure'])
})

test('of an entry that was refused nobody reads anything: no resident came of it', async () => {
  const guest = await atCounter('li-xiaoyan')
  const { approvalId, entryId } = await entered(guest)
  await seenBy(B, approvalId)
  const at = { params: { approvalId }, body: { reason: '证件看不清' } }
  await send(stage.url, approvals.refuse, at, { token: await staffToken(stage, B) })
  expect([await known(guest.person), await looksOf(guest.token)]).toEqual([null, []])
  expect(await countRows('looks', { personId: entryId })).toBe(1)
})
