/** Accounts of a household: who sees what, who may end it. (bills.accounts, bills.people, bills.removePerson, bills.grantView, bills.revokeView, bills.moveOut) */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { addDays, dayOf } from '@xlb/shared/platform/day-words.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { utilityAccounts } from '../../server/src/capabilities/bills/data/utility-accounts.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  issueBill,
  openOrder,
  openStage,
  payOnPhone,
  signedInAgain,
  SONGYANG,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { fieldsOf, looks, send, sendAny } from '../support/call.ts'
import { fingerprints } from '../support/snapshot.ts'

let stage: Stage
let owner: Resident
let other: Resident
let bill: BillRow
let accountId: string

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  owner = await stage.resident()
  other = await stage.resident()
  bill = await issueBill(stage, owner)
  accountId = bill.utilityAccountId
  await utilityAccounts.update(stage.ctx(), { _id: accountId }, { $pull: { people: { personId: other.personId } } })
})
afterAll(() => stage.stop())

const as = (who: Resident) => ({ token: who.token })
const codeOf = (who: Resident): string => who.person.water.accountCode
const bind = (who: Resident, of: Resident, ownerName = of.person.name, code = codeOf(of)) =>
  send(stage.url, contract.bind, { body: { utility: 'water', code, ownerName } }, as(who))
const accountsOf = async (who: Resident) => (await send(stage.url, contract.accounts, {}, as(who))).value().items
const peopleOf = (who: Resident, id = accountId) =>
  send(stage.url, contract.people, { params: { accountId: id } }, as(who))
const get = (who: Resident, billId = bill._id) => send(stage.url, contract.get, { params: { billId } }, as(who))
const listOf = async (who: Resident, show: 'due' | 'done' = 'due') =>
  (await send(stage.url, contract.list, { query: { show } }, as(who))).value().items.map(({ id }) => id)
const remove = (who: Resident, personId: string) =>
  send(stage.url, contract.removePerson, { params: { accountId, personId } }, as(who))
const grant = (who: Resident, personId: string, until: string) =>
  send(stage.url, contract.grantView, { params: { accountId, personId }, body: { until } }, as(who))
const history = (who: Resident, query: { year?: string } = {}) =>
  send(stage.url, contract.history, { params: { accountId }, query }, as(who))
const inDays = (days: number): string => addDays(dayOf(stage.ctx().clock.now()), days)

describe('without the right', () => {
  const calls = [
    ['accounts', () => send(stage.url, contract.accounts, {}), 401],
    [
      'bind',
      () => send(stage.url, contract.bind, { body: { utility: 'water', code: 'ABC123', ownerName: '王' } }),
      401,
    ],
    ['people', () => send(stage.url, contract.people, { params: { accountId } }), 401],
    ['history', () => send(stage.url, contract.history, { params: { accountId } }), 401],
    ['unbind', () => send(stage.url, contract.unbind, { params: { accountId } }), 401],
    ['moveOut', () => send(stage.url, contract.moveOut, { params: { accountId }, body: {} }), 401],
    ['setReminders', () => send(stage.url, contract.setReminders, { body: { on: false } }), 401],
  ] as const
  test.each(calls)('%s needs a session', async (_what, call, status) => {
    expect((await call()).status).toBe(status)
  })

  test.each([
    [{ utility: 'phone', code: 'ABC123', ownerName: '王' }, ['body.utility: not-allowed']],
    [{ utility: 'water', code: 'A', ownerName: '王' }, ['body.code: wrong-format']],
    [{ utility: 'water', code: { $ne: '' }, ownerName: '王' }, ['body.code: wrong-type']],
    [{ utility: 'water', code: 'ABC123', ownerName: '' }, ['body.ownerName: too-small']],
    [{ utility: 'water', code: 'ABC123', ownerName: '王', role: 'owner' }, ['body.role: unknown-field']],
  ])('bind refuses %o and names the field', async (body, wrong) => {
    const answer = await sendAny(stage.url, contract.bind, { body }, as(other))
    expect(answer.status).toBe(400)
    expect(fieldsOf(answer).map((one) => one.replace(/wrong-type|operator-refused/, 'wrong-type'))).toEqual(
      expect.arrayContaining([expect.stringContaining(wrong[0]?.split(':')[0] ?? '')]),
    )
  })

  test('a stranger’s account looks like an unknown one, in every act', async () => {
    const unknown = newId('uac')
    const before = await fingerprints(['sessions'])
    for (const id of [accountId, unknown]) {
      const params = { accountId: id, personId: owner.personId }
      const answers = [
        await peopleOf(other, id),
        await send(stage.url, contract.history, { params: { accountId: id } }, as(other)),
        await send(stage.url, contract.unbind, { params: { accountId: id } }, as(other)),
        await send(stage.url, contract.moveOut, { params: { accountId: id }, body: {} }, as(other)),
        await send(stage.url, contract.removePerson, { params }, as(other)),
        await send(stage.url, contract.grantView, { params, body: { until: inDays(9) } }, as(other)),
        await send(stage.url, contract.revokeView, { params }, as(other)),
      ]
      expect(answers.map(({ status, code }) => [status, code])).toEqual(answers.map(() => [404, 'not-found']))
    }
    expect(await fingerprints(['sessions'])).toEqual(before)
  })

  test('of another county nothing is found', async () => {
    const abroad = { ...owner, token: await stage.signIn(owner.phone, SONGYANG) }
    expect(await accountsOf(abroad)).toEqual([])
    expect((await peopleOf(abroad)).status).toBe(404)
    expect((await bind(abroad, owner)).status).toBe(403)
  })
})

describe('the owner', () => {
  beforeEach(async () => {
    await bind(other, owner)
  })

  test('sees everybody with masked names, role, since and last use', async () => {
    const { order, pay } = (
      await send(stage.url, contract.pay, { params: { billId: bill._id }, body: {} }, as(other))
    ).value()
    if (pay === null) throw new Error('nothing to pay with')
    await payOnPhone(stage, other, { order, pay })
    await stage.work()
    const { items } = (await peopleOf(owner)).value()
    expect(items.map(({ role, me }) => [role, me])).toEqual([
      ['owner', true],
      ['payer', false],
    ])
    expect(items[1]).toMatchObject({ personId: other.personId, lastUsedOn: inDays(0), until: null })
    expect(JSON.stringify(items)).not.toContain(other.person.name)
    // What somebody paid themselves they still see; nothing else of what is done.
    const done = (await send(stage.url, contract.list, { query: { show: 'done' } }, as(other))).value().items
    // Residents come round again in these tests: what stands beside it may only be of an account that is their own.
    expect(done.filter((one) => one.accountId === accountId).map(({ id }) => id)).toEqual([bill._id])
    for (const one of done.filter(({ accountId: id }) => id !== accountId)) {
      const account = await utilityAccounts.findOne(stage.ctx(), { _id: one.accountId })
      expect(account?.people.find(({ personId }) => personId === other.personId)?.role).toBe('owner')
    }
  })

  test('removes somebody at once: bill, list and paying are gone before any job runs', async () => {
    expect(await listOf(other)).toContain(bill._id)
    expect((await remove(owner, other.personId)).value().items).toHaveLength(1)
    expect(await listOf(other)).toEqual([])
    const pay = await send(stage.url, contract.pay, { params: { billId: bill._id }, body: {} }, as(other))
    expect([(await get(other)).status, pay.status]).toEqual([404, 404])
    expect((await remove(owner, other.personId)).status).toBe(404)
  })

  test('is obeyed also where a bill still lists the person: the account decides', async () => {
    await remove(owner, other.personId)
    await bills.update(stage.ctx(), { _id: bill._id }, { $push: { readers: other.personId } })
    expect(await listOf(other)).toEqual([])
    const pay = await send(stage.url, contract.pay, { params: { billId: bill._id }, body: {} }, as(other))
    expect([(await get(other)).status, pay.status]).toEqual([404, 404])
    await utilityAccounts.update(stage.ctx(), { _id: accountId }, { $set: { stale: true } })
    await stage.work(['follow-account-people'])
    expect((await bills.findOne(stage.ctx(), { _id: bill._id }))?.readers).toEqual([owner.personId])
  })

  test('lets a payer look until a day within a year, and takes it back with one tap', async () => {
    for (const [until, code] of [
      [inDays(-1), 'too-small'],
      [inDays(367), 'too-big'],
    ] as const)
      expect(fieldsOf(await grant(owner, other.personId, until))).toEqual([`body.until: ${code}`])
    expect((await grant(owner, other.personId, '2026-02-30')).status).toBe(400)
    const { items } = (await grant(owner, other.personId, inDays(30))).value()
    expect(items.find(({ personId }) => personId === other.personId)).toMatchObject({
      role: 'viewer',
      until: inDays(30),
    })
    const seen = (await history(other)).value()
    expect(seen.from).toBe(inDays(0).slice(0, 7))
    expect(seen.rows.every(({ period }) => period >= inDays(0).slice(0, 7))).toBe(true)
    const params = { accountId, personId: other.personId }
    await send(stage.url, contract.revokeView, { params }, as(owner))
    expect((await history(other)).code).toBe('forbidden')
    expect(await listOf(other)).toContain(bill._id)
  })

  test('whose grant is over leaves a payer', async () => {
    await grant(owner, other.personId, inDays(1))
    await stage.world.advance(2 * 24 * 3_600_000)
    const later = await signedInAgain(stage, other)
    expect((await history(later)).code).toBe('forbidden')
    expect((await accountsOf(later)).find(({ id }) => id === accountId)).toMatchObject({ role: 'payer', until: null })
  })

  test('who moves house ends everybody’s tie, and what was paid stays with whoever paid', async () => {
    await openOrder(stage, owner, bill)
    await send(stage.url, contract.moveOut, { params: { accountId }, body: {} }, as(owner))
    expect((await utilityAccounts.findOne(stage.ctx(), { _id: accountId }))?.people).toEqual([])
    expect([await listOf(owner), await listOf(other)]).toEqual([[], []])
    expect((await get(owner)).status).toBe(404)
  })

  test('a payer cannot end others’ ties, nor let anybody look', async () => {
    const before = await fingerprints(['sessions'])
    expect((await remove(other, owner.personId)).code).toBe('forbidden')
    expect((await grant(other, other.personId, inDays(9))).code).toBe('forbidden')
    expect((await send(stage.url, contract.moveOut, { params: { accountId }, body: {} }, as(other))).code).toBe(
      'forbidden',
    )
    expect(await fingerprints(['sessions'])).toEqual(before)
  })

  test('of changes at once none is lost', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => stage.resident()))
    const fresh = others.filter(({ personId }) => personId !== owner.personId && personId !== other.personId)
    await Promise.all([...fresh.map((one) => bind(one, owner)), remove(owner, other.personId)])
    const people = (await utilityAccounts.findOne(stage.ctx(), { _id: accountId }))?.people ?? []
    const bound = fresh.filter(({ personId }) => people.some((one) => one.personId === personId))
    expect(bound).toHaveLength(fresh.length)
    expect(people.some(({ personId }) => personId === other.personId)).toBe(false)
  })
})

test('a new owner’s name at the company begins anew: the people of the old one are out, and their bills stay theirs', async () => {
  const row = await utilityAccounts.findOne(stage.ctx(), { _id: accountId })
  await utilityAccounts.update(
    stage.ctx(),
    { _id: accountId },
    { $set: { ownerName: '李前手', asOf: '2026-01-01T00:00:00.000Z' } },
  )
  await stage.world.advance(1_000)
  const next = await issueBill(stage, owner)
  expect(await utilityAccounts.findOne(stage.ctx(), { _id: accountId })).toMatchObject({
    ...{ ownerName: row?.ownerName, people: [], ownerSince: inDays(0).slice(0, 7) },
  })
  expect((await get(owner)).status).toBe(404)
  expect(looks(await get(owner, next._id))).toEqual(looks(await get(owner, newId('bil'))))
})
