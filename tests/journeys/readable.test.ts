/**
 * Every page in both views, at the system's font factors 1, 1.4 and 1.65: nothing runs off the side, no words are cut, everything that can be touched is
 * large enough and has a name, and axe finds nothing serious.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPowerAccounts } from '@xlb/shared/demo/power.ts'
import type { Phone } from './phone.ts'
import { setStage, type Stage } from './stage.ts'
import { answerNo } from './vaccines.ts'

const FACTORS = [1, 1.4, 1.65] as const

const PAGES = [
  'pages/home/index',
  'pages/services/index',
  'pages/messages/index',
  'pages/me/index',
  'capabilities/bills/pages/list/index',
  'capabilities/bills/pages/water/index',
  'capabilities/bills/pages/electricity/index',
  'capabilities/bills/pages/gas/index',
  'capabilities/bills/pages/accounts/index',
  'capabilities/bills/pages/bind/index',
  'capabilities/bills/pages/help/index?utility=electricity',
  'capabilities/payments/pages/receipts/index',
  'capabilities/accounts/pages/village/index',
  'capabilities/accounts/pages/village/index?township=331123002',
  'capabilities/accounts/pages/real-name/index',
  'capabilities/accounts/pages/phone/index',
  'capabilities/accounts/pages/devices/index',
  'capabilities/accounts/pages/lost-phone/index',
  'capabilities/accounts/pages/counter-code/index',
  'capabilities/accounts/pages/county/index',
  'capabilities/vaccines/pages/family/index',
  'capabilities/families/pages/list/index',
  'capabilities/families/pages/add/index',
  'capabilities/families/pages/help/index',
  'capabilities/data-rights/pages/looks/index',
  'capabilities/data-rights/pages/consents/index',
  'capabilities/data-rights/pages/consent/index?purpose=real-name',
  'capabilities/data-rights/pages/agreement/index',
  'capabilities/data-rights/pages/export/index',
  'capabilities/data-rights/pages/erasure/index',
] as const

/** `capabilities/bills/pages/list/index` → `bills-list`. */
const nameOf = (page: string): string =>
  page
    .replace(/\/index/, '')
    .replace(/capabilities\/|pages\//g, '')
    .replace(/[^a-z]+/g, '-')

let stage: Stage
let phone: Phone

beforeAll(async () => {
  stage = await setStage()
}, 180_000)
afterAll(async () => {
  await stage.end()
}, 30_000)

async function signedIn(words: string): Promise<Phone> {
  const opened = await stage.phone()
  await opened.tap('微信登录')
  await opened.tap(/遂昌县/)
  await opened.tap(new RegExp(words))
  await opened.tap('微信登录')
  await opened.sheet().locator('#phone-wang-xiulan').tap()
  await opened.see(/要办的事|待办/)
  return opened
}

/** The page in front at every letter size, and then for axe, once: what it looks at does not hang on the size of letters. */
async function expectReadable(shown: Phone, target: number): Promise<void> {
  for (const factor of FACTORS) {
    await shown.enlarge(factor)
    const found = await shown.measure(target)
    expect({ factor, ...found }).toEqual({ factor, sideways: 0, cut: [], small: [], nameless: [] })
  }
  await shown.enlarge(1)
  expect(await shown.faults()).toEqual([])
}

describe.each([
  { name: 'standard', words: '标准版', target: 44 },
  { name: 'elder', words: '长辈版', target: 60 },
])('in the $name view', ({ name, words, target }) => {
  beforeAll(async () => {
    phone = await signedIn(words)
  }, 60_000)
  afterAll(async () => {
    await phone.close()
  })

  test.each(PAGES)(
    '%s can be read and touched at every letter size',
    async (page) => {
      await phone.openPage(page)
      await expectReadable(phone, target)
      await phone.picture(`pages/${name}-${nameOf(page)}`)
    },
    60_000,
  )

  test('people, moving house and history of an account can be read and touched at every letter size', async () => {
    const code = demoPowerAccounts.find((one) => one.personKey === 'wang-xiulan')?.accountCode
    const account = await stage.db.collection<{ readonly _id: string }>('utilityAccounts').findOne({ code })
    for (const [page, words] of [
      ['people', '您本人'],
      ['moving', /收据都还在/],
      ['history', '每期多少钱'],
    ] as const) {
      await phone.openPage(`capabilities/bills/pages/${page}/index?accountId=${account?._id ?? ''}`)
      await phone.see(words)
      await expectReadable(phone, target)
      await phone.picture(`pages/${name}-bills-${page}`)
    }
  }, 90_000)

  test('a plan, a seat, its questions and its ticket can be read and touched at every letter size', async () => {
    const [own] = await stage.db.collection('vaccineDossiers').find({ name: '王*兰' }).toArray()
    const personId = String(own?.['personId'])
    const seen = async (what: string, words: RegExp): Promise<void> => {
      await phone.see(words)
      await expectReadable(phone, target)
      await phone.picture(`pages/${name}-vaccines-${what}`)
    }
    await phone.openPage(`capabilities/vaccines/pages/record/index?personId=${personId}`)
    await seen('record', /一共 \d+ 针/)
    await phone.openPage(`capabilities/vaccines/pages/seats/index?personId=${personId}&product=FLU-IIV`)
    await seen('seats', /名额实时/)
    await phone.tap(/^换地点/)
    await seen('sites', /看看离我多远/)
    await phone.tap('不换了')
    await phone.tap(/^选 .*下一步$|^就约/)
    await seen('confirm', /名额(还)?(为您|给您)/)
    await answerNo(phone, 'FLU-IIV')
    await phone.tap(/^确认预约$|^定下来$/)
    await phone.see(/已存到手机/)
    await phone.tap(/^改期或取消/)
    await seen('ticket', /取消/)
    await phone.tap(/给护士扫$/)
    await seen('bright', /扫好了/)
    await phone.tap('扫好了')
    await phone.tap(/^取消预约$|^不去了/)
    await phone.tap('取消预约')
    await seen('cancelled', /已经取消了/)
  }, 180_000)

  test('a form with its mistakes can be read and touched at every letter size', async () => {
    await phone.openPage('capabilities/families/pages/add/index')
    await phone.see(/同意，往下办|孩子的身份证号/)
    if ((await phone.screen()).includes('同意，往下办')) await phone.tap('同意，往下办')
    await phone.see('孩子的身份证号')
    await phone.tap(/妈妈/)
    await phone.tap('添加')
    await phone.see(/没有填/)
    await expectReadable(phone, target)
    await phone.picture(`pages/${name}-form`)
  }, 60_000)

  test('the code for the counter can be read at every letter size', async () => {
    await phone.openPage('capabilities/accounts/pages/counter-code/index')
    await phone.tap('出示窗口码')
    await phone.see(/还能用/)
    await expectReadable(phone, target)
  }, 60_000)

  test('the bill, its answer and its table can be read and touched at every letter size', async () => {
    await phone.openPage('pages/home/index')
    await phone.tap(/去缴费|去交水费/)
    await phone.see(/这笔钱怎么算的/)
    await expectReadable(phone, target)
    await phone.enlarge(1.65)
    await phone.picture(`pages/${name}-bill-165`)
  }, 60_000)
})
