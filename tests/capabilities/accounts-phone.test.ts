/** accounts over HTTP: my telephone number, by WeChat and by SMS (HARDENING inputs 1–8, 33, 34). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { attempts } from '../../server/src/capabilities/accounts/data/attempts.ts'
import { phoneCodes } from '../../server/src/capabilities/accounts/data/phone-codes.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  DAY,
  HOUR,
  MINUTE,
  openAccountsStage,
  outcome,
  SUICHANG,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { fieldsOf, looks, newKey, send, sendAny, type Extras } from '../support/call.ts'
import { commandsOf } from '../support/commands.ts'
import { fieldsIn } from '../support/json.ts'

let stage: AccountsStage
let token: string
let lastNumber = 0

beforeAll(async () => {
  stage = await openAccountsStage()
})
/** A number that nobody has and no test before used. */
const freshNumber = () => {
  lastNumber += 1
  return `1009999${String(lastNumber).padStart(4, '0')}`
}
const signedIn = async () => {
  token = await stage.signIn('wang-xiulan')
}
beforeAll(signedIn)
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const sendCode = (phone: string, extras: Extras = {}) =>
  send(stage.url, accounts.sendPhoneCode, { body: { phone } }, { token, ...extras })
const bindBySms = (codeId: string, code: string, as = token) =>
  send(stage.url, accounts.bindPhone, { body: { by: 'sms', codeId, code } }, { token: as })
const bindByWechat = (code: string, as = token) =>
  send(stage.url, accounts.bindPhone, { body: { by: 'wechat', code } }, { token: as })
const me = async () => (await send(stage.url, accounts.me, {}, { token })).value()
const codeSentTo = async (phone: string) => {
  const found = (await stage.texts()).findLast((one) => one['to'] === phone)
  return String(fieldsIn(found?.['params'])['code'])
}
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

describe('asking for a code', () => {
  test('needs a session, a number of eleven digits, and a key of its own', async () => {
    const before = await stage.untouched()
    expect((await send(stage.url, accounts.sendPhoneCode, { body: { phone: freshNumber() } })).status).toBe(401)
    for (const phone of [
      '1001234567',
      '+8610012345678',
      '１００１２３４５６７８',
      '10012345678\n',
      { $ne: null },
      null,
    ])
      expect((await sendAny(stage.url, accounts.sendPhoneCode, { body: { phone } }, { token })).status).toBe(400)
    expect((await sendCode(freshNumber(), { key: '' })).code).toBe('idempotency-key-missing')
    expect(await stage.untouched()).toEqual(before)
  })

  test('sends six digits once, tells nothing of the number, and keeps neither number nor digits readable', async () => {
    const phone = freshNumber()
    const key = newKey()
    const first = (await sendCode(phone, { key })).value()
    expect((await sendCode(phone, { key })).value()).toEqual(first)
    const code = await codeSentTo(phone)
    expect(code).toMatch(/^\d{6}$/)
    expect((await stage.texts()).filter((one) => one['to'] === phone)).toHaveLength(1)
    expect(Object.keys(first).sort()).toEqual(['codeId', 'expiresAt'])
    const kept = JSON.stringify([await phoneCodes.find(stage.ctx(), {}), await attempts.find({ tenant: 'house' }, {})])
    expect(kept.includes(phone) || kept.includes(`"${code}"`)).toBe(false)
  })

  test('for a number is done five times an hour and ten times a day, whichever account and county asks', async () => {
    const phone = freshNumber()
    const other = await stage.signIn('chen-meifeng', '331124')
    for (let n = 0; n < 5; n += 1) expect((await sendCode(phone, n % 2 === 0 ? {} : { token: other })).status).toBe(200)
    for (const asked of [await sendCode(phone), await sendCode(phone, { token: other })]) {
      expect(outcome(asked)).toEqual([429, 'code-limit'])
      expect(Number(asked.headers.get('retry-after'))).toBeGreaterThan(3500)
    }
    const refusal = await commandsOf(() => sendCode(phone, { token: other }))
    expect(refusal.filter((name) => name !== 'find')).toEqual(['insert', 'findAndModify', 'findAndModify', 'delete'])
    await stage.world.advance(HOUR + 1000)
    await signedIn()
    for (let n = 0; n < 5; n += 1) expect((await sendCode(phone)).status).toBe(200)
    await stage.world.advance(HOUR + 1000)
    await signedIn()
    const day = await sendCode(phone)
    expect(outcome(day)).toEqual([429, 'code-limit'])
    expect(Number(day.headers.get('retry-after'))).toBeGreaterThan(20 * 3600)
    await stage.world.advance(DAY)
    await signedIn()
    expect((await sendCode(phone)).status).toBe(200)
    expect((await stage.texts()).filter((one) => one['to'] === phone)).toHaveLength(11)
  })

  test('by twenty hands at once sends five', async () => {
    const phone = freshNumber()
    await stage.world.advance(DAY)
    await signedIn()
    const answers = await Promise.all(Array.from({ length: 20 }, () => sendCode(phone)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
    expect((await stage.texts()).filter((one) => one['to'] === phone)).toHaveLength(5)
  })

  test('of twenty numbers in a day is the most one account may do', async () => {
    await stage.world.advance(DAY)
    await signedIn()
    for (let n = 0; n < 20; n += 1) expect((await sendCode(freshNumber())).status).toBe(200)
    expect(outcome(await sendCode(freshNumber()))).toEqual([429, 'code-limit'])
    await stage.world.advance(DAY)
    await signedIn()
  })

  test('that could not be sent leaves a void code, counts for nobody, and may be tried again with the same key', async () => {
    const phone = freshNumber()
    const key = newKey()
    await stage.world.fault('sms.down', {}, 12)
    for (let n = 0; n < 6; n += 1) expect(outcome(await sendCode(phone, { key }))).toEqual([503, 'sms-unreachable'])
    expect((await stage.texts()).filter((one) => one['to'] === phone)).toEqual([])
    expect(
      await phoneCodes.countUpTo(stage.ctx(), { closed: false, until: { $gt: stage.ctx().clock.now() } }, 50),
    ).toBe(0)
    expect((await sendCode(phone, { key })).status).toBe(200)
  })

  test('whose first try was cut off reaches the phone once all the same', async () => {
    const phone = freshNumber()
    await stage.world.fault('sms.down', {}, 1)
    expect((await sendCode(phone)).status).toBe(200)
    expect((await stage.texts()).filter((one) => one['to'] === phone)).toHaveLength(1)
  })
})

describe('binding by a code', () => {
  test('needs a session and a well-formed code', async () => {
    const body = { by: 'sms' as const, codeId: newId('cod'), code: '123456' }
    expect((await send(stage.url, accounts.bindPhone, { body })).status).toBe(401)
    const bad = { by: 'sms', codeId: 'cod_1', code: '12345x', phone: '10012345678' }
    expect(fieldsOf(await sendAny(stage.url, accounts.bindPhone, { body: bad }, { token }))).toEqual([
      'body.code: wrong-format',
      'body.codeId: wrong-format',
      'body.phone: unknown-field',
    ])
  })

  test('keeps the number sealed and shows it masked; the code is good once', async () => {
    const phone = freshNumber()
    const { codeId } = (await sendCode(phone)).value()
    const code = await codeSentTo(phone)
    expect((await bindBySms(codeId, code)).value().phone).toBe(`100****${phone.slice(-4)}`)
    expect((await me()).phone).toBe(`100****${phone.slice(-4)}`)
    const row = await stage.accountOf('wang-xiulan', SUICHANG)
    expect(row.phoneSealed).toMatch(/^A256GCM:/)
    expect(JSON.stringify(row)).not.toContain(phone)
    expect(outcome(await bindBySms(codeId, code))).toEqual([422, 'code-wrong'])
  })

  test('tells the number of before, and keeps going when that cannot be told', async () => {
    const [one, two] = [freshNumber(), freshNumber()]
    const bindTo = async (phone: string) => {
      const { codeId } = (await sendCode(phone)).value()
      const code = await codeSentTo(phone)
      return async () => (await bindBySms(codeId, code)).value().phone
    }
    await (
      await bindTo(one)
    )()
    expect(await (await bindTo(two))()).toBe(`100****${two.slice(-4)}`)
    const told = (await stage.texts()).filter((text) => text['to'] === one && text['template'] === 'phone-changed')
    expect(told.map((text) => text['params'])).toEqual([{ tail: two.slice(-4) }])
    const back = await bindTo(one)
    await stage.world.fault('sms.down')
    expect(await back()).toBe(`100****${one.slice(-4)}`)
  })

  test('refuses a wrong code, one of another phone, and one that never was, with the same words and commands', async () => {
    const [mine, theirs] = [freshNumber(), freshNumber()]
    const other = await stage.signIn('chen-meifeng', '331124')
    const neighbour = await stage.signIn('li-xiaoyan')
    const { codeId } = (await sendCode(mine)).value()
    const ofOther = (await sendCode(theirs, { token: other })).value().codeId
    const ofNeighbour = (await sendCode(theirs, { token: neighbour })).value().codeId
    const right = await codeSentTo(theirs)
    const before = await stage.untouched()
    const tries: [string, string][] = [
      [codeId, wrong(await codeSentTo(mine))],
      [ofOther, right],
      [ofNeighbour, right],
      [newId('cod'), '123456'],
    ]
    const seen: unknown[] = []
    for (const [id, code] of tries) {
      const commands = await commandsOf(() => bindBySms(id, code))
      seen.push({ commands, looks: looks(await bindBySms(id, code)) })
    }
    expect(seen).toEqual(seen.map(() => seen[0]))
    expect(fieldsIn(seen[0])['commands']).toEqual(['find', 'find', 'insert', 'findAndModify'])
    expect(await stage.untouched()).toEqual(before)
    expect((await bindBySms(ofNeighbour, right, neighbour)).status).toBe(200)
  })

  test('is locked after five wrong tries, right code or not; an id that never was is locked alike', async () => {
    const phone = freshNumber()
    const { codeId } = (await sendCode(phone)).value()
    const code = await codeSentTo(phone)
    for (const [id, guess] of [
      [codeId, wrong(code)],
      [newId('cod'), '123456'],
    ] as const) {
      for (let n = 0; n < 5; n += 1) expect(outcome(await bindBySms(id, guess))).toEqual([422, 'code-wrong'])
      const locked = await bindBySms(id, id === codeId ? code : guess)
      expect(outcome(locked)).toEqual([429, 'code-locked'])
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(500)
    }
    expect((await sendCode(phone)).status).toBe(200)
  })

  test('at once from thirty hands gets five guesses', async () => {
    const { codeId } = (await sendCode(freshNumber())).value()
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => bindBySms(codeId, String(n).padStart(6, '0'))),
    )
    expect(answers.filter(({ code }) => code === 'code-wrong').length).toBeLessThanOrEqual(5)
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
  })

  test('after ten minutes is too late', async () => {
    const phone = freshNumber()
    const { codeId } = (await sendCode(phone)).value()
    const code = await codeSentTo(phone)
    await stage.world.advance(10 * MINUTE)
    expect(outcome(await bindBySms(codeId, code))).toEqual([422, 'code-wrong'])
  })
})

describe('binding by WeChat', () => {
  test('takes the number from WeChat and asks for one token for many', async () => {
    await stage.world.advance(DAY)
    await signedIn()
    const { phone } = (await bindByWechat(await stage.numberCode('wang-xiulan'))).value()
    expect(phone).toMatch(/^100\*{4}\d{4}$/)
  })

  test.each([
    [
      'a code used before',
      async () => {
        const code = await stage.numberCode('wang-xiulan')
        await bindByWechat(code)
        return code
      },
    ],
    ['a login code', () => stage.world.loginCode('wang-xiulan')],
    ['the code of somebody else’s phone', () => stage.numberCode('li-xiaoyan')],
    ['rubbish', () => Promise.resolve('0123456789abcdef')],
  ])('refuses %s and keeps the number of before', async (_what, codeOf) => {
    const code = await codeOf()
    const before = await stage.untouched()
    expect(outcome(await bindByWechat(code))).toEqual([422, 'phone-code-refused'])
    expect(await stage.untouched()).toEqual(before)
  })

  test('goes on when WeChat has thrown the token away, and says when it cannot be reached', async () => {
    await stage.world.fault('wechat.token.invalid', {}, 1)
    expect((await bindByWechat(await stage.numberCode('wang-xiulan'))).status).toBe(200)
    await stage.world.fault('wechat.phone.quota')
    expect(outcome(await bindByWechat(await stage.numberCode('wang-xiulan')))).toEqual([503, 'wechat-unreachable'])
    await stage.world.clearFaults()
    await stage.world.fault('wechat.token.quota')
    await stage.world.advance(2 * HOUR)
    await signedIn()
    expect(outcome(await bindByWechat(await stage.numberCode('wang-xiulan')))).toEqual([503, 'wechat-unreachable'])
    await stage.world.clearFaults()
    expect((await bindByWechat(await stage.numberCode('wang-xiulan'))).status).toBe(200)
  })
})

test('a number whose sealed text was changed keeps nobody out: it is shown as unknown', async () => {
  const row = await stage.accountOf('wang-xiulan', SUICHANG)
  const text = `${(row.phoneSealed ?? '').slice(0, -4)}AAAA`
  await accountRows.update(stage.ctx(), { _id: row._id }, { $set: { phoneSealed: text } })
  expect((await me()).phone).toBeNull()
  await accountRows.update(stage.ctx(), { _id: row._id }, { $set: { phoneSealed: row.phoneSealed ?? '' } })
})
