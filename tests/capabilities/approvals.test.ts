/** Proposals that wait for a second officer: what is refused before anybody decides, and the lists. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SUICHANG } from '../support/app.ts'
import { commandsOf, openApprovalsStage, unknownApproval, type ApprovalsStage } from '../support/approvals-stage.ts'
import { fieldsOf, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { fate, makeFamily, officerCtx, proposed, YUNFENG } from '../support/second-person.ts'
import { countRows } from '../support/snapshot.ts'

let stage: ApprovalsStage
let plans: PlanWatch

beforeAll(async () => {
  stage = await openApprovalsStage()
  plans = watchPlans()
})
beforeEach(() => {
  fate.refuses = false
  fate.breaks = 0
})
afterAll(async () => {
  plans.stop()
  await stage.stop()
})

const at = (row: { readonly _id: string }) => ({ params: { approvalId: row._id } })

describe('nobody is admitted', () => {
  test.each([
    ['without a token', ''],
    ['with a token that is none', 'a.b.c'],
  ])('%s', async (_what, token) => {
    const named = at(unknownApproval)
    const answers = [
      await sendAny(stage.url, approvals.list, { query: { state: 'open' } }, { token }),
      await sendAny(stage.url, approvals.show, named, { token }),
      await sendAny(stage.url, approvals.approve, { ...named, body: {} }, { token }),
      await sendAny(stage.url, approvals.refuse, { ...named, body: { reason: '不符' } }, { token }),
      await sendAny(stage.url, approvals.withdraw, { ...named, body: {} }, { token }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
  })

  test('with a resident’s token', async () => {
    const [resident] = demoPeople.filter((one) => one.countyCode === SUICHANG)
    const token = await stage.signIn(resident?.key ?? '')
    expect((await stage.show(unknownApproval, { token })).status).toBe(401)
  })
})

describe('what is sent is looked at first', () => {
  test.each(['1', 'apr_x', 'bil_00000000000000000000', '$ne'])('the id %s is refused', async (approvalId) => {
    const token = await stage.tokenOf('counter-b')
    const answer = await sendAny(stage.url, approvals.show, { params: { approvalId } }, { token })
    expect([answer.status, ...fieldsOf(answer)]).toEqual([400, 'params.approvalId: wrong-format'])
  })

  test.each([
    [{}, 'body.reason: required'],
    [{ reason: '' }, 'body.reason: wrong-format'],
    [{ reason: '   ' }, 'body.reason: wrong-format'],
    [{ reason: 'a\u0000b' }, 'body.reason: wrong-format'],
    [{ reason: '长'.repeat(201) }, 'body.reason: wrong-format'],
    [{ reason: { $ne: null } }, 'body.reason.$ne: operator-refused'],
    [{ reason: '不符', decidedBy: 'stf_1' }, 'body.decidedBy: unknown-field'],
  ])('the refusal %j is refused by name', async (body, expected) => {
    const row = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf('counter-b')
    const answer = await sendAny(stage.url, approvals.refuse, { ...at(row), body }, { token })
    expect([answer.status, ...fieldsOf(answer)]).toEqual([400, expected])
  })

  test.each([
    [{}, 'query.state: not-allowed'],
    [{ state: 'all' }, 'query.state: not-allowed'],
    [{ state: 'open', limit: '51' }, 'query.limit: wrong-format'],
    [{ state: 'open', sort: 'until' }, 'query.sort: unknown-field'],
  ])('the list %j is refused by name', async (query, expected) => {
    const token = await stage.tokenOf('counter-b')
    const answer = await sendAny(stage.url, approvals.list, { query }, { token })
    expect([answer.status, ...fieldsOf(answer)]).toEqual([400, expected])
  })
})

describe('a proposal is refused', () => {
  const counts = () => countRows('approvals')

  test.each([
    ['by a role that may not', 'suichang-teacher', YUNFENG],
    ['in another township', 'suichang-miaogao-counter', YUNFENG],
    ['for a unit that does not exist', 'suichang-counter-a', '331123999'],
    ['for the neighbouring county', 'suichang-counter-a', '331124001'],
  ])('%s', async (_what, key, unitCode) => {
    const before = await counts()
    await expect(proposed(stage, key, { unitCode })).rejects.toMatchObject({ code: 'out-of-scope' })
    expect(await counts()).toBe(before)
  })

  test('about the officer and about their family', async () => {
    const ctx = await officerCtx(stage, 'suichang-counter-own')
    const me = ctx.staff.personId ?? ''
    const sister = newId('per')
    makeFamily(me, sister)
    const before = await counts()
    for (const personIds of [[me], [newId('per'), sister]])
      await expect(proposed(stage, 'suichang-counter-own', { personIds })).rejects.toMatchObject({ code: 'own-matter' })
    expect(await counts()).toBe(before)
  })

  test('as an emergency where the kind knows none', async () => {
    await expect(proposed(stage, 'suichang-counter-a', { emergency: true })).rejects.toMatchObject({
      code: 'second-person-needed',
    })
  })

  test('while another officer’s stands, and is the same one for its own officer', async () => {
    const same = { recordId: newId('gua'), data: { n: 7 } }
    const first = await proposed(stage, 'suichang-counter-a', same)
    expect((await proposed(stage, 'suichang-counter-a', same))._id).toBe(first._id)
    await expect(proposed(stage, 'suichang-counter-b', same)).rejects.toMatchObject({ code: 'approval-open' })
    const other = await proposed(stage, 'suichang-counter-b', { ...same, data: { n: 8 } })
    expect(other._id).not.toBe(first._id)
    await stage.withdraw(first, { token: await stage.tokenOf('counter-a') })
    expect((await proposed(stage, 'suichang-counter-b', same))._id).not.toBe(first._id)
  })
})

describe('the lists', () => {
  test('show an officer what they decide over, newest first, on pages that hold still', async () => {
    const made: string[] = []
    for (let n = 0; n < 7; n += 1) {
      made.unshift((await proposed(stage, 'suichang-miaogao-counter', { unitCode: '331123001' }))._id)
      if (n % 2 === 1) await stage.world.advance(1_000)
    }
    const elsewhere = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf('miaogao-counter')
    const seen: string[] = []
    let cursor: string | undefined
    for (let pages = 0; pages < 20; pages += 1) {
      const { items, next } = await stage.list(
        'open',
        { token },
        { limit: '3', ...(cursor === undefined ? {} : { cursor }) },
      )
      seen.push(...items.map(({ id }) => id))
      if (next === null) break
      cursor = next
    }
    expect(seen.filter((id) => made.includes(id)).sort()).toEqual([...made].sort())
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).not.toContain(elsewhere._id)
    const mine = (await stage.list('mine', { token })).items
    expect(mine.map(({ id }) => id).sort()).toEqual([...made].sort())
    expect(mine.every((one) => one.mine)).toBe(true)
  })

  test('are empty for whoever decides nothing', async () => {
    const token = await stage.tokenOf('auditor')
    expect(await stage.list('open', { token })).toEqual({ items: [], next: null })
    expect(await stage.list('mine', { token })).toEqual({ items: [], next: null })
  })

  test('cost the session and one command, however many there are', async () => {
    const token = await stage.tokenOf('duty')
    const short = await commandsOf(async () => await stage.list('open', { token }, { limit: '1' }))
    for (let n = 0; n < 40; n += 1) await proposed(stage, 'suichang-yunfeng-counter')
    const { next } = await stage.list('open', { token }, { limit: '20' })
    const deep = await commandsOf(async () => await stage.list('open', { token }, { limit: '20', cursor: next ?? '' }))
    expect(deep).toEqual(short)
    expect(short.filter((name) => name === 'find').length).toBeLessThanOrEqual(3)
  })
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings.filter((line) => /(find|findAndModify|update) of approvals/.test(line))).toEqual([])
  expect(report.checked).toBeGreaterThan(5)
})
