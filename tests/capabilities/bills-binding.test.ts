/** Binding an account: match or no match, and misses that are counted. (bills.bind, bills.unbind) */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { bindMisses } from '../../server/src/capabilities/bills/data/bind-misses.ts'
import { type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { utilityAccounts } from '../../server/src/capabilities/bills/data/utility-accounts.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { issueBill, openStage, settleOlder, signedInAgain, type Resident, type Stage } from '../support/builders.ts'
import { send } from '../support/call.ts'
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
const history = (who: Resident, query: { year?: string } = {}) =>
  send(stage.url, contract.history, { params: { accountId }, query }, as(who))

describe('binding', () => {
  test('an unknown code and a wrong name are answered alike, with the same commands, and tell nothing else', async () => {
    await bind(other, owner, '李四', '3311238888888888')
    const seen = []
    for (const [name, code] of [
      ['李四', codeOf(owner)],
      [owner.person.name, '3311239999999999'],
    ] as const) {
      const stop = countCommands()
      const answer = await bind(other, owner, name, code)
      seen.push({ look: answer.value(), commands: stop() })
    }
    expect(seen[0]?.look).toEqual({ match: false, account: null })
    expect(seen[1]).toEqual(seen[0])
    expect(await accountsOf(other)).not.toContainEqual(expect.objectContaining({ id: accountId }))
  })

  test('five misses a day are all, for a person and for a code, then 429 says when to come back', async () => {
    for (let miss = 0; miss < 5; miss += 1) expect((await bind(other, owner, '李四')).value().match).toBe(false)
    const refused = await bind(other, owner)
    expect([refused.status, refused.code]).toEqual([429, 'too-many-requests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    // The code is shut to everybody today, the person from any code.
    const third = await stage.resident()
    expect((await bind(third, owner)).status).toBe(429)
    expect((await bind(other, third)).status).toBe(429)
    await stage.world.advance(24 * 3_600_000)
    expect((await bind(await signedInAgain(stage, third), owner)).value().match).toBe(true)
  })

  test('thirty tries at once count five', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => bind(other, owner, '李四')))
    expect(answers.filter((one) => one.status === 200)).toHaveLength(5)
    expect(answers.filter((one) => one.status === 429)).toHaveLength(25)
  })

  test('by code (small letters and spaces will do) and full name makes a payer, who sees what is due and nothing of how they live', async () => {
    const done = await issueBill(stage, owner)
    await settleOlder(stage, accountId, owner.tenant, done._id)
    const written = codeOf(owner)
      .toLowerCase()
      .replace(/(.{4})/g, '$1 ')
    const { match, account } = (await bind(other, owner, ` ${owner.person.name} `, written.trim())).value()
    expect(match).toBe(true)
    expect(account).toMatchObject({ id: accountId, role: 'payer', can: { history: false, people: false } })
    expect(JSON.stringify([account, (await get(other, done._id)).value()])).not.toContain(owner.person.name)
    expect(await listOf(other)).toContain(done._id)
    expect(await listOf(other, 'done')).toEqual([])
    const seen = (await get(other, done._id)).value()
    expect(seen).toMatchObject({
      ...{ sees: 'due', amount: done.amount, usage: 0, address: '', usageBefore: null, lines: [], tiers: [] },
      ...{ recent: [], previousReading: 0, reading: 0, can: { pay: true }, ownerName: done.ownerName },
    })
    expect((await get(other)).status).toBe(404)
    expect((await history(other)).code).toBe('forbidden')
    expect((await peopleOf(other)).code).toBe('forbidden')
    expect(await bindMisses.find(stage.ctx(), { key: `person:${other.personId}`, count: { $gt: 0 } })).toEqual([])
  })

  test('by the owner’s own verified name makes the owner, with all of it; a second bind changes nothing', async () => {
    await send(stage.url, contract.unbind, { params: { accountId } }, as(owner))
    expect(await listOf(owner)).toEqual([])
    expect((await bind(owner, owner)).value().account).toMatchObject({
      role: 'owner',
      can: { history: true, people: true },
    })
    expect(await listOf(owner)).toContain(bill._id)
    const before = await fingerprints(['sessions', 'bindMisses'])
    expect((await bind(owner, owner)).value().match).toBe(true)
    expect(await fingerprints(['sessions', 'bindMisses'])).toEqual(before)
  })

  test('a company that cannot be asked costs no try', async () => {
    await stage.world.fault('water.down')
    expect((await bind(other, owner)).code).toBe('utility-unreachable')
    await stage.world.clearFaults()
    expect(await bindMisses.find(stage.ctx(), { key: `person:${other.personId}`, count: { $gt: 0 } })).toEqual([])
  })
})
