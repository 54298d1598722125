/** accounts over HTTP: a telephone number that was given to somebody else leaves the account of its owner of before. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import {
  openAccountsStage,
  personIdOf,
  SONGYANG,
  typedOf,
  verify,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { send } from '../support/call.ts'
import { A, counterOf } from '../support/counter.ts'
import { fieldsIn } from '../support/json.ts'

let stage: AccountsStage

beforeAll(async () => {
  stage = await openAccountsStage()
})
afterAll(() => stage.stop())

/** Proves the number by the code that came to it. */
async function prove(token: string, phone: string): Promise<void> {
  const { codeId } = (await send(stage.url, accounts.sendPhoneCode, { body: { phone } }, { token })).value()
  const sent = (await stage.texts()).findLast((one) => one['to'] === phone)
  const body = { by: 'sms' as const, codeId, code: String(fieldsIn(sent?.['params'])['code']) }
  ;(await send(stage.url, accounts.bindPhone, { body }, { token })).value()
}

const phoneOf = async (token: string) => (await send(stage.url, accounts.me, {}, { token })).value().phone
const lettersOf = async (key: string) => (await stage.lettersOf(personIdOf(key), SONGYANG)).map(({ title }) => title)

test('whoever proves a number has it; its owner of before has none, reads of it, and no SMS about them goes there', async () => {
  const phone = '10088880001'
  const [before, after] = [await stage.signIn('ye-wenbin', SONGYANG), await stage.signIn('he-haibo', SONGYANG)]
  await prove(before, phone)
  expect(await phoneOf(before)).toBe('100****0001')
  await prove(after, phone)
  expect([await phoneOf(before), await phoneOf(after)]).toEqual([null, '100****0001'])
  const row = await stage.accountOf('ye-wenbin', SONGYANG)
  expect([row.phoneSealed, row.phoneBlind, row.phoneKid]).toEqual([undefined, undefined, undefined])
  expect(await lettersOf('ye-wenbin')).toContain('您的手机号已被另一个微信号使用')
  expect(await lettersOf('he-haibo')).not.toContain('您的手机号已被另一个微信号使用')
  const there = async () => (await stage.texts()).filter(({ to }) => to === phone).length
  const sent = await there()
  const personId = personIdOf('ye-wenbin')
  const caseNo = await stage.openCase(A, personId, 'lost-phone')
  expect((await counterOf(stage).endSessions(personId, caseNo, true)).status).toBe(200)
  expect(await there()).toBe(sent)
})

test('two WeChat accounts of one person share a number; another county is another matter', async () => {
  const phone = '10088880002'
  const one = await stage.signIn('liu-yaqin', SONGYANG)
  const other = await stage.stranger('chen-meifeng')
  await verify(stage, other.token, typedOf(demoPerson('liu-yaqin')))
  const elsewhere = await stage.signIn('li-xiaoyan')
  for (const token of [one, other.token, elsewhere]) await prove(token, phone)
  for (const token of [one, other.token, elsewhere]) expect(await phoneOf(token)).toBe('100****0002')
  expect(await accountRows.countUpTo(stage.ctx(SONGYANG), { personId: personIdOf('liu-yaqin') }, 5)).toBe(2)
})
