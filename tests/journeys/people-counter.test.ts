/**
 * The counter: two officers make a stranger known, and help somebody whose phone was stolen. Residents touch their phones, officers call the API, and
 * what counts is what stands in the database and what the resident reads of it.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { demoPeople, demoPerson, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { officerAtWork, type Officer } from './office.ts'
import {
  accountOf,
  backToMe,
  elder,
  fromMe,
  lookAt,
  rowsOf,
  showCounterCode,
  signIn,
  standard,
  statusOf,
  tokenOf,
} from './people.ts'
import type { Phone } from './phone.ts'
import { setStage, until, type Stage } from './stage.ts'

const JOURNEY = 120_000
/** On a busy machine the pages are built first. */
const SETTING = 400_000

let stage: Stage
const rows = (name: string) => rowsOf(stage, name)

beforeAll(async () => {
  stage = await setStage()
}, SETTING)
afterAll(async () => {
  await stage.end()
}, 30_000)

/** From a page of Me's to 窗口码, by the way for those who do not want to type; answers the code. */
async function askForCode(phone: Phone): Promise<string> {
  await phone.tap(/去核对/)
  await phone.see(/单独同意/)
  await phone.tap(/^不方便在手机上办/)
  const code = await showCounterCode(phone)
  await lookAt(phone)
  return code
}

/** A enters, and cannot agree to it; B compares the papers and does. */
async function enterByTwo(a: Officer, b: Officer, entering: Parameters<Officer['enter']>): Promise<void> {
  const { approvalId, state } = await a.enter(...entering)
  expect(state).toBe('PROPOSED')
  expect((await a.approve(approvalId)).code).toBe('second-person-needed')
  expect(await rows('approvals').findOne({ _id: approvalId })).toMatchObject({ state: 'PROPOSED' })
  const { facts } = await b.see(approvalId)
  expect(facts).toContainEqual({ label: '证件号码', value: entering[1].idNo })
  expect((await b.approve(approvalId)).value().state).toBe('DONE')
}

async function seeLooks(phone: Phone, pictures: boolean): Promise<void> {
  await fromMe(phone, '谁看过我的信息', /窗口核对身份/)
  await phone.see(/复核窗口登记/)
  await lookAt(phone, pictures ? standard.picture('looks') : undefined)
  await backToMe(phone)
}

test(
  'two officers make a resident known: one enters, another agrees, and the resident sees who looked',
  async () => {
    const resident = demoPerson('wang-xiulan')
    const account = () => accountOf(stage, '331124', resident)
    const phone = await stage.phone()
    await signIn(phone, /松阳县/, resident, standard)
    await phone.tap('先不选')
    const counterCode = await askForCode(phone)
    expect(counterCode).toMatch(/^\d{6}$/)

    const a = await officerAtWork(stage, 'songyang-counter-a')
    const b = await officerAtWork(stage, 'songyang-counter-b')
    const { caseNo, id: caseId } = await a.openCase('identity')
    await enterByTwo(a, b, [caseNo, resident, { villageCode: '331124001006', counterCode }])
    const bound = await account()
    const personId = bound?.personId ?? ''
    expect(bound?.state).toBe('BOUND')
    expect(await rows('persons').findOne({ _id: personId })).toMatchObject({ name: resident.name, verified: 'counter' })
    expect((await a.find(caseNo, resident)).id).toBe(personId)
    expect((await a.closeCase(caseId)).state).toBe('CLOSED')

    await phone.kill()
    await phone.reopen()
    await phone.tap('我的')
    await phone.see(/^王\*兰/)
    await fromMe(phone, '实名核对', '窗口的工作人员核对过')
    await lookAt(phone)
    await backToMe(phone)
    await seeLooks(phone, true)
    await phone.tap(/^长辈版/)
    await fromMe(phone, '谁看过我的信息', /窗口核对身份/)
    await lookAt(phone, elder.picture('looks'))
    const looks = await rows('looks').find({ personId }).sort({ at: 1 }).toArray()
    expect(looks.map(({ purpose, state }) => ({ purpose, state }))).toEqual([
      { purpose: 'approval-review', state: 'SHOWN' },
      { purpose: 'counter-find-person', state: 'SHOWN' },
    ])
    expect(looks.map((look) => look['caseNo'])).toEqual([caseNo, caseNo])
    expect(phone.errors).toEqual([])
    await phone.close()
  },
  JOURNEY,
)

test(
  'a stolen phone acts for nobody from the moment the counter is told, and its owner acts again on a new one',
  async () => {
    const owner = demoPerson('wang-xiulan')
    const [atHome, stolen] = [await stage.phone(), await stage.phone()]
    for (const phone of [atHome, stolen]) {
      await signIn(phone, /遂昌县/, owner, standard)
      await phone.see(/^王\*兰/)
    }
    const personId = (await accountOf(stage, '331123', owner))?.personId ?? ''
    const oldToken = await tokenOf(stolen)
    expect(await statusOf(stage, '/accounts/me', oldToken)).toBe(200)

    const a = await officerAtWork(stage, 'suichang-counter-a')
    const b = await officerAtWork(stage, 'suichang-counter-b')
    const { caseNo } = await a.openCase('lost-phone')
    expect(await a.find(caseNo, owner)).toMatchObject({ id: personId, accounts: 1, openSessions: 2 })
    expect(await a.endSessions(caseNo, personId)).toEqual({ ended: 2, unbound: 1 })
    expect(await rows('sessions').countDocuments({ personId, endedAt: null })).toBe(0)
    await until('an SMS says so', async () => JSON.stringify(await stage.control('sms')).includes('sessions-ended'))

    await stolen.tap(/^消息/)
    await stolen.see('登录后才能看')
    await lookAt(stolen)
    expect(await statusOf(stage, '/accounts/me', oldToken)).toBe(401)
    expect(await tokenOf(stolen)).toBe('')
    await thiefTries(stolen, owner)

    await atHome.tap('我的')
    await atHome.see('登录后才能看')
    await atHome.close()
    await bindAgain(a, b, { owner, caseNo, personId })
    await stolen.reopen()
    await stolen.see('核对您的身份')
    expect(await stolen.screen()).not.toContain('王*兰')
    expect(stolen.errors).toEqual([])
    await stolen.close()
  },
  JOURNEY,
)

/** The thief's WeChat still opens the app, but it is nobody's: even with the owner's card in hand it cannot become theirs. */
async function thiefTries(stolen: Phone, { name, idNo, ...owner }: DemoPerson): Promise<void> {
  await stolen.tap('去登录')
  await stolen.tap('微信登录')
  await stolen.tap('首页')
  await stolen.see('核对您的身份')
  expect(await stolen.screen()).not.toMatch(/王\*兰|水费 \d{4}/)
  await stolen.tap(/去核对/)
  await stolen.see(/单独同意/)
  await stolen.tap('同意，往下办')
  await stolen.type(/^姓名/, name)
  await stolen.type(/^身份证号/, idNo)
  await stolen.tap('开始核对')
  await stolen.see(/不能在网上核对/)
  await lookAt(stolen)
  const account = await accountOf(stage, '331123', { name, idNo, ...owner })
  expect(account).toMatchObject({ state: 'UNBOUND', personId: null, maskedName: null })
}

/** A new phone with a new WeChat: the owner comes to the counter once more, with their card. */
async function bindAgain(
  a: Officer,
  b: Officer,
  { owner, caseNo, personId }: { owner: DemoPerson; caseNo: string; personId: string },
): Promise<void> {
  const newWechat = demoPeople.find((one) => one.countyCode === '331124')
  if (newWechat === undefined) throw new Error('the roster has nobody in 松阳')
  const phone = await stage.phone()
  await signIn(phone, /遂昌县/, newWechat, standard)
  await phone.tap('先不选')
  const counterCode = await askForCode(phone)
  await enterByTwo(a, b, [caseNo, owner, { villageCode: owner.villageCode, counterCode }])
  expect(await accountOf(stage, '331123', newWechat)).toMatchObject({ state: 'BOUND', personId })
  expect(await accountOf(stage, '331123', owner)).toMatchObject({ state: 'UNBOUND', personId: null })
  expect(await rows('persons').countDocuments({ name: owner.name, tenant: '331123' })).toBe(1)
  await phone.reopen()
  await phone.tap('我的')
  await phone.see(/王\*兰/)
  await seeLooks(phone, false)
  expect(phone.errors).toEqual([])
  await phone.close()
}
