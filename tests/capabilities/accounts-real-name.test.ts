/** accounts over HTTP: the real-name check (HARDENING inputs 1–8, 25, 35, 40), with a register that is down, slow, wrong or garbled. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { demoChild, demoDeceased } from '@xlb/shared/demo/families.ts'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import { findPersonByIdNo } from '../../server/src/capabilities/accounts/index.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import {
  DAY,
  openAccountsStage,
  outcome,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
  type Stranger,
  forgetStrangers,
} from '../support/accounts-stage.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { fieldsIn, objectsIn } from '../support/json.ts'
import { countRows } from '../support/snapshot.ts'

let stage: AccountsStage
/** People whom 松阳 does not know; each test begins with all of them unknown there. */
let queue: string[] = []
let who: Stranger
let seededAt = ''

beforeAll(async () => {
  stage = await openAccountsStage()
  seededAt = stage.ctx().clock.instant()
})
beforeEach(async () => {
  await forgetStrangers(seededAt)
  queue = demoPeople.filter((one) => one.countyCode === SUICHANG).map(({ key }) => key)
  who = await next()
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

async function next(): Promise<Stranger> {
  const key = queue.shift()
  if (key === undefined) throw new Error('the roster is used up')
  return await stage.stranger(key)
}

const check = (typed: { name: string; idNo: string }, token = who.token) => verify(stage, token, typedOf(typed))
const me = async (token = who.token) => (await send(stage.url, accounts.me, {}, { token })).value()
const checks = async () => objectsIn(fieldsIn(await stage.world.control('checks'))['items'])
const found = (idNo: string) => findPersonByIdNo(stage.ctx(SONGYANG), idNo)

/** The same code with another last character: well-formed up to the check. */
const mismatched = () => ({ name: '王小明', idNo: who.person.idNo })

describe('a name and a number', () => {
  test('need a session', async () => {
    expect((await verify(stage, undefined, typedOf(who.person))).status).toBe(401)
  })

  test.each([
    [{ name: { $ne: null }, idNo: { $gt: '' } }],
    [{ name: '王秀兰' }],
    [{ name: '王秀兰', idNo: 1 }],
    [{ name: 'a'.repeat(201), idNo: '1'.repeat(50_000) }],
    [{ name: '王秀兰', idNo: '11010519491231002X', verified: 'source', personId: 'per_1', _id: 'acc_1' }],
  ])('that are not two texts are a 400, and nothing is asked: %j', async (body) => {
    const before = [await stage.untouched(), (await checks()).length]
    expect((await sendAny(stage.url, accounts.verifyRealName, { body }, { token: who.token })).status).toBe(400)
    expect([await stage.untouched(), (await checks()).length]).toEqual(before)
  })

  test('need a key for the tap', async () => {
    const answer = await verify(stage, who.token, typedOf(who.person), { key: '' })
    expect(answer.code).toBe('idempotency-key-missing')
  })

  test.each([
    ['110105194912310021', 'wrong-check-digit'],
    ['110105491231002', 'fifteen-digits'],
    ['11010519490230002X', 'no-such-day'],
    ['110105209912310020', 'future-birth'],
    ['990105194912310020', 'unknown-region'],
    ['110105194912310020 ', 'wrong-format'],
    ['１１０１０５１９４９１２３１００２Ｘ', 'wrong-format'],
    [`${'1'.repeat(28)}!`, 'wrong-format'],
  ])('with the number %s are a 422 that says %s of the number, with words', async (idNo, code) => {
    const before = await stage.untouched()
    const answer = await check({ name: '王秀兰', idNo })
    expect(outcome(answer)).toEqual([422, 'input-refused'])
    expect(fieldsOf(answer)).toEqual([`body.idNo: ${code}`])
    expect(answer.error?.fields?.[0]?.message).toMatch(/^\p{Script=Han}.*。$/u)
    expect(await stage.untouched()).toEqual(before)
  })

  test('with both wrong name both at once, and a dot that only looks like one', async () => {
    const answer = await check({ name: '阿依古丽•买买提', idNo: 'x' })
    expect(fieldsOf(answer)).toEqual(['body.idNo: wrong-format', 'body.name: wrong-dot'])
    const bad = ['', '王 秀兰', ' 王秀兰', 'Wang', '王秀兰\n', '王'.repeat(51)]
    for (const name of bad) expect((await check({ name, idNo: '11010519491231002X' })).status).toBe(422)
  })

  test('of a child under fourteen are for the guardian, until the birthday', async () => {
    const child = demoChild('li-haoran')
    expect(fieldsOf(await check(child))).toEqual(['body.idNo: under-fourteen'])
    const grown = demoChild('liu-mingze')
    expect((await check(grown)).status).toBe(200)
  })
})

describe('consent', () => {
  test('must stand: without it, and after it was withdrawn, nothing is asked', async () => {
    const token = await stage.signIn(who.person.key, SONGYANG)
    const params = { purpose: 'real-name' as const }
    ;(await send(stage.url, dataRights.withdrawConsent, { params }, { token })).value()
    const asked = (await checks()).length
    expect(outcome(await check(who.person, token))).toEqual([409, 'consent-needed'])
    expect((await checks()).length).toBe(asked)
    await stage.agree(token)
    expect((await check(who.person, token)).status).toBe(200)
  })

  test('given before the name was known goes over to the person', async () => {
    await check(who.person)
    const { items } = (await send(stage.url, dataRights.consents, {}, { token: who.token })).value()
    expect(items.find(({ purpose }) => purpose === 'real-name')?.state).toBe('given')
  })
})

describe('the register', () => {
  test.each([
    ['knows another name', () => check(mismatched())],
    ['knows no such number', () => check({ name: '王秀兰', idNo: '11010519491231002X' })],
    [
      'says no to what is right',
      async () => {
        await stage.world.fault('bureau.mismatch')
        return await check(who.person)
      },
    ],
  ])('%s: a mismatch, and nobody is bound', async (_what, act) => {
    const before = await stage.untouched()
    expect(outcome(await act())).toEqual([409, 'real-name-mismatch'])
    expect(await stage.untouched()).toEqual(before)
    expect((await me()).name).toBeNull()
  })

  test.each([
    ['is down', 'bureau.down', {}],
    ['is cut off', 'bureau.down', { drop: true }],
    ['answers with a page', 'bureau.garbled', {}],
    ['takes ten seconds', 'bureau.slow', { delayMs: 10_000 }],
  ])('%s: within five seconds we say so, nothing is stored, and it does not count', async (_what, fault, params) => {
    await stage.world.fault(fault, params)
    const before = await stage.untouched()
    const begun = performance.now()
    expect(outcome(await check(who.person))).toEqual([503, 'bureau-unreachable'])
    expect(performance.now() - begun).toBeLessThan(5_000)
    if (fault !== 'bureau.slow') for (let n = 0; n < 6; n += 1) expect((await check(who.person)).status).toBe(503)
    expect(await stage.untouched()).toEqual(before)
    await stage.world.clearFaults()
    expect((await check(who.person)).status).toBe(200)
  })

  test('lists the person as dead: refused without a reason, an operator hears of it, without a word about whom', async () => {
    const before = await stage.untouched()
    expect(outcome(await check(demoDeceased))).toEqual([409, 'real-name-refused'])
    const after = await stage.untouched()
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(['alarms'])
    const [alarm] = await nativeDb().collection('alarms').find({ kind: 'bureau-deceased' }).toArray()
    const words = JSON.stringify(alarm)
    expect([words.includes(demoDeceased.idNo), words.includes(demoDeceased.name)]).toEqual([false, false])
    expect(await countRows('alarms', { kind: 'bureau-deceased' })).toBe(1)
  })

  test('lists somebody we know as dead: marked, not thrown out, and alive again when the register says so', async () => {
    const victim = demoPeople.find((one) => one.countyCode === SONGYANG)
    if (victim === undefined) throw new Error('nobody')
    const theirs = await stage.signIn(victim.key, SONGYANG)
    await stage.world.fault('bureau.deceased', {}, 2)
    expect((await check({ name: '别人', idNo: victim.idNo })).code).toBe('real-name-refused')
    expect((await found(victim.idNo))?.deceased).toBe(false)
    expect((await check(victim)).code).toBe('real-name-refused')
    expect((await found(victim.idNo))?.deceased).toBe(true)
    expect((await me(theirs)).name).not.toBeNull()
    expect((await check(victim)).status).toBe(200)
    expect((await found(victim.idNo))?.deceased).toBe(false)
  })
})

describe('guessing', () => {
  test('is over after five mismatches a day for an account, whatever it tries, right ones included', async () => {
    for (let n = 0; n < 5; n += 1) expect((await check(mismatched())).status).toBe(409)
    const other = await next()
    const answer = await check(other.person)
    expect(outcome(answer)).toEqual([429, 'real-name-limit'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(80_000)
    expect((await check(other.person, other.token)).status).toBe(200)
  })

  test('is over after five for a number, whoever tries, until the next day', async () => {
    const target = demoPerson('wang-xiulan')
    const hands = [who, await next(), await next()]
    for (let n = 0; n < 5; n += 1) {
      const { token } = hands[n % 2] ?? who
      expect((await check({ name: '王小明', idNo: target.idNo }, token)).code).toBe('real-name-mismatch')
    }
    const fresh = hands[2] ?? who
    expect((await check(target, fresh.token)).code).toBe('real-name-limit')
    expect((await check(fresh.person, fresh.token)).status).toBe(200)
    await stage.world.advance(DAY)
    const token = await stage.signIn(who.person.key, SONGYANG)
    expect((await check(target, token)).status).toBe(200)
  })

  test('by thirty hands at once asks the register five times', async () => {
    const asked = (await checks()).length
    const answers = await Promise.all(Array.from({ length: 30 }, () => check(mismatched())))
    expect((await checks()).length - asked).toBeLessThanOrEqual(5)
    expect(answers.filter(({ code }) => code === 'real-name-limit').length).toBeGreaterThanOrEqual(25)
  })
})
