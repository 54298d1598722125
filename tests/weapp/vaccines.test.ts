/**
 * A vaccine on the build that WeChat would run, against the whole product: a mother books for her baby, asks how far the clinic is, lets a hold run out, has
 * a ticket that stands without a network, moves it and cancels it. What each screen costs (P11, P12) is counted on the way.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays, dayOf, midnightOf } from '@xlb/shared/platform/day-words.ts'
import { questionWords } from '../support/vaccine-questions.ts'
import { costsOf, TAP, countOf } from '../support/weapp/costs.ts'
import type { Weapp } from '../support/weapp/launch.ts'
import { nurseAtWork } from '../support/nurse-at-work.ts'
import { openProduct, signedIn } from '../support/weapp/product.ts'
import type { Product } from '../support/weapp/product.ts'

const DAY_MS = 86_400_000
const HOLD_MS = 11 * 60_000

const mother = 'li-xiaoyan'
const baby = '何*安'
const PRODUCT = 'DTaP'
/** Not before the third birthday. */
const SOON = 'MPSV-AC'

interface Booking {
  readonly id: string
  readonly state: string
  readonly product: string
  readonly code: string
  readonly from: string
  readonly day: string
  readonly siteId: string
}
interface Dossier {
  readonly _id: string
  readonly name: string
  readonly personId: string
  readonly bookings: readonly Booking[]
}
interface Credit {
  readonly _id: string
  readonly left: number
}

let product: Product
let phone: Weapp
const { expectSound, expectWithin, openCounted } = costsOf(() => phone)

beforeAll(async () => {
  product = await openProduct()
  await toNoon()
  phone = await signedIn(product, mother)
}, 180_000)
afterAll(async () => {
  phone.kill()
  await product.stop()
}, 60_000)

/** Tomorrow at noon: every window of that day is over, so that the first day on offer has all of them, whenever this runs. */
async function toNoon(): Promise<void> {
  const now = await clock()
  const noon = midnightOf(addDays(dayOf(now), 1)) + DAY_MS / 2
  await product.control('clock', { advanceMs: noon - now })
}

const clock = async (): Promise<number> => Date.parse(String((await product.control('clock'))['now']))
const dossier = () => product.db.collection<Dossier>('vaccineDossiers').findOne({ name: baby })
const states = async (): Promise<string[]> => ((await dossier())?.bookings ?? []).map(({ state }) => state)
const questions = questionWords(PRODUCT)

const page = (name: string): string => `/capabilities/vaccines/pages/${name}/index`
const wxCalls = (name: string): readonly unknown[] =>
  phone.calls.filter((one) => one.name === name).map(({ options }) => options)

async function answerNo(): Promise<void> {
  for (const words of questions) await phone.tap(`没有，${words}`)
}

describe('a seat for a child', () => {
  test('the family stands by what is due, and a plan with all of it is small enough', async () => {
    await phone.tap('约疫苗')
    await phone.waitFor(/种该打了/)
    expectSound()
    await phone.tap(baby)
    await phone.waitFor('现在可以打的')
    expect(phone.text()).toContain('以后再打的')
    expectSound()
    const personId = (await dossier())?.personId ?? ''
    await openCounted(`${page('plan')}?personId=${personId}`, '现在可以打的')
  })

  test('the place, the day and the time are chosen already; how far it is, the phone works out itself', async () => {
    await phone.tap('约这一针，百白破')
    await phone.waitFor('名额实时')
    expectSound()
    await phone.tap('换地点')
    await phone.waitFor('看看离我多远')
    expect(wxCalls('getLocation')).toEqual([])
    await phone.tap('看看离我多远')
    await phone.waitFor(/\d\.\d 公里/)
    expect(JSON.stringify(phone.network.lines)).not.toContain('119.28')
    expectSound()
    await phone.tap('不换了')
    await phone.waitFor('名额实时')
    phone.counting.reset()
    await phone.tap('09:00–09:30')
    expectWithin(countOf(phone.counting.total()), TAP)
    expect(await states()).toEqual([])
    await phone.tap('下一步')
    await phone.waitFor('名额为您留到')
    expect(await states()).toEqual(['HELD'])
    expectSound()
  }, 60_000)

  test('a hold that ran out loses no answer, and one tap holds the same time again', async () => {
    await answerNo()
    expect(phone.text()).toContain(`答了 ${String(questions.length)} 条`)
    await product.control('clock', { advanceMs: HOLD_MS })
    await phone.tap('确认预约')
    await phone.waitFor('保留的时间过了')
    expectSound()
    await phone.tap('重新留这个时间')
    await phone.waitFor('名额为您留到')
    expect(phone.text()).toContain(`答了 ${String(questions.length)} 条`)
    await phone.tap('确认预约')
    await phone.waitFor('已存到手机')
    expect((await states()).sort()).toEqual(['CONFIRMED', 'LAPSED'])
    expect([...phone.storage.keys()].filter((name) => name.includes('draft:'))).toEqual([])
    expectSound()
  }, 60_000)
})

describe('the ticket', () => {
  const booking = async (): Promise<Booking | undefined> =>
    (await dossier())?.bookings.find((one) => one.state === 'CONFIRMED')

  test('is drawn for the nurse, bright while it is shown, and as before afterwards', async () => {
    const { code = '' } = (await booking()) ?? {}
    expect(phone.text()).toContain(`${code.slice(0, 4)} ${code.slice(4)}`)
    await phone.tap('调亮屏幕')
    await phone.waitFor('扫好了')
    expectSound()
    await phone.waitFor(() => wxCalls('setScreenBrightness').length === 1)
    await phone.tap('扫好了')
    await phone.waitFor(() => wxCalls('setScreenBrightness').length === 2)
    expect(wxCalls('setScreenBrightness')).toMatchObject([{ value: 1 }, { value: 0.4 }])
  })

  test('lets WeChat remind the day before by one tap, and shows the way on its map', async () => {
    await phone.tap('要提醒')
    await phone.waitFor('前一天在微信里提醒您')
    expect((await product.db.collection<Credit>('messageCredits').findOne({}))?.left).toBe(1)
    await phone.tap('怎么去')
    await phone.waitFor(() => wxCalls('openLocation').length === 1)
    expectSound()
  })

  test('stands without a network, with the moment of which it is', async () => {
    const [id = '', personId = ''] = [(await booking())?.id, (await dossier())?.personId]
    phone.network.setOnline(false)
    await phone.open(`${page('booking')}?personId=${personId}&bookingId=${id}`)
    // The request is tried again a few times first.
    await phone.waitFor(/这是 .* 的内容/, 20_000)
    expect(phone.text()).toContain('给护士扫一扫')
    phone.network.setOnline(true)
    await phone.tap('现在再试')
    await phone.waitFor(() => !phone.text().includes('网络不好'))
    expectSound()
  })

  test('is moved to another time, and cancelled with two taps', async () => {
    await phone.tap('改期或取消')
    await phone.tap('改期')
    await phone.waitFor('现在约的是')
    await phone.tap('10:00–10:30')
    await phone.tap('改到')
    await phone.waitFor('已存到手机')
    expect((await booking())?.from).toBe('10:00')
    await phone.tap('改期或取消')
    await phone.tap('取消预约')
    await phone.waitFor('取消这个预约')
    await phone.tap('取消预约')
    await phone.waitFor('已经取消了')
    expect((await states()).sort()).toEqual(['CANCELLED', 'LAPSED'])
    expectSound()
  }, 60_000)
})

describe('the day itself', () => {
  test('the nurse scans the ticket and gives the dose; the page says how long to stay, and the record has it', async () => {
    const personId = (await dossier())?.personId ?? ''
    await phone.open(`${page('plan')}?personId=${personId}`)
    await phone.waitFor('现在可以打的')
    await phone.tap('约这一针，百白破')
    await phone.waitFor('名额实时')
    await phone.tap('下一步')
    await phone.waitFor('名额为您留到')
    await answerNo()
    await phone.tap('确认预约')
    await phone.waitFor('已存到手机')
    const booked = (await dossier())?.bookings.find((one) => one.state === 'CONFIRMED')
    if (booked === undefined) throw new Error('nothing is booked')
    const at = Date.parse(`${booked.day}T${booked.from}:00+08:00`)
    await product.control('clock', { advanceMs: at - (await clock()) })
    const nurse = await nurseAtWork(product.url, await clock(), 'suichang-nurse')
    const there = await nurse.checkIn(booked.siteId, booked.code)
    const ticket = `${page('booking')}?personId=${personId}&bookingId=${booked.id}`
    await phone.open(ticket)
    await phone.waitFor('已经签到', 20_000)
    const lot = await nurse.enterLot(booked.siteId, PRODUCT, '2029-01-01')
    await nurse.vaccinate(booked.siteId, booked.id, lot.id, there.version)
    await phone.open(ticket)
    await phone.waitFor('请留观到', 20_000)
    expectSound()
    await phone.tap('看接种记录')
    await phone.waitFor(/一共 \d+ 针/)
    expect(phone.text()).toContain('J2026A01')
    expectSound()
  }, 90_000)
})

describe('a dose that cannot be given yet', () => {
  test('is refused with its reason, and the first day that works is chosen already', async () => {
    // One phone at a time in a process.
    phone.kill()
    phone = await signedIn(product, 'ye-wenbin', '松阳县')
    await phone.tap('约疫苗')
    await phone.waitFor('叶*柠')
    await phone.tap('叶*柠')
    await phone.waitFor('接种记录')
    const dossiers = product.db.collection<Dossier>('vaccineDossiers')
    // Four days before the third birthday, whenever this runs.
    const third = addDays(dayOf(await clock()), 4)
    const birthDay = `${String(Number(third.slice(0, 4)) - 3)}${third.slice(4)}`
    const child = await dossiers.findOneAndUpdate({ name: '叶*柠' }, { $set: { birthDay } })
    const asked = `personId=${child?.personId ?? ''}&product=${SOON}`
    await phone.open(`${page('seats')}?${asked}`)
    await phone.waitFor('今天还不能打')
    expect(phone.text()).toContain('已为您选好这一天')
    await phone.tap('下一步')
    await phone.waitFor('名额为您留到')
    const held = (await dossiers.findOne({ name: '叶*柠' }))?.bookings ?? []
    expect(held.map(({ state, product: of }) => [state, of])).toEqual([['HELD', SOON]])
    expectSound()
  }, 90_000)
})
