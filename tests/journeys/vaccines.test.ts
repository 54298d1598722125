/**
 * A vaccine in both views: booked for a child, moved, shown without a network, given by the nurse. Only what a person touches is touched; what counts is
 * what stands in the database afterwards.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import { questionWords } from '../support/vaccine-questions.ts'
import { elder, setClock, signIn, standard, type View } from './people.ts'
import type { Phone } from './phone.ts'
import { letRun, setStage, until, type Stage } from './stage.ts'
import { answerNo, bookingsOf, letterOf, nurseAtWork, pass, seatsOf, type Booking } from './vaccines.ts'

const JOURNEY = 240_000
/** On a busy machine the pages are built first. */
const SETTING = 400_000
/** A Thursday; the demonstration's children are meant for these days. */
const MORNING = '2026-11-26T10:00:00+08:00'

interface Family {
  readonly parent: string
  readonly child: string
  /** What is due, and by what name it stands on the page. */
  readonly product: string
  readonly words: RegExp
}

/** Each view has a family of its own: nobody has a dose twice. */
const families: Readonly<Record<View['name'], Family>> = {
  standard: { parent: 'li-xiaoyan', child: '何*安', product: 'DTaP', words: /^约这一针，百白破/ },
  elder: { parent: 'zheng-yaqin', child: '李*然', product: 'HepB', words: /^约这一针，乙肝/ },
}

let stage: Stage

beforeAll(async () => {
  stage = await setStage({ at: MORNING })
}, SETTING)
afterAll(async () => {
  await stage.end()
}, 30_000)

describe.each([standard, elder])('in the $name view', (view) => {
  const family = families[view.name]
  const isElder = view.name === 'elder'
  const theChild = () => bookingsOf(stage, family.child)
  const standing = async (state: string): Promise<Booking> =>
    await until(`a booking is ${state}`, async () => (await theChild()).find((one) => one.state === state))
  let phone: Phone
  let booked: Booking

  beforeAll(async () => {
    phone = await stage.phone()
    await signIn(phone, /遂昌县/, demoPerson(family.parent), view)
    await phone.see(/要办的事|待办/)
  }, JOURNEY)
  afterAll(async () => {
    expect(phone.errors).toEqual([])
    await phone.close()
  })

  const takeSeat = async (): Promise<void> => {
    await phone.tap(isElder ? /^就约/ : /^选 .*下一步$/)
    await phone.see(/名额(还)?(为您|给您)/)
  }

  test(
    'a parent books for a child in five taps to the hold, answers every question, and has a ticket',
    async () => {
      await phone.tap(/^约疫苗/)
      await phone.see(family.child)
      await phone.see(/种该打了/)
      await pass(phone, view, 'vaccines-family')
      await phone.tap(new RegExp(family.child.replace('*', '\\*')))
      await phone.see(isElder ? '现在能打的' : '现在可以打的')
      await pass(phone, view, 'vaccines-plan')
      await phone.tap(family.words)
      await phone.see(/名额实时/)
      await pass(phone, view, 'vaccine-seats')
      await takeSeat()
      const held = await standing('HELD')
      expect(await seatsOf(stage, held.sessionId)).toContain(held.seatId)
      await pass(phone, view, 'vaccine-confirm')
      await phone.tap('再留 10 分钟')
      await phone.see(/已经延长过一次/)

      const [question = ''] = questionWords(family.product)
      await phone.tap(`有，${question}`)
      await phone.see('这种情况先不要打')
      await pass(phone, view, 'vaccine-unfit')
      await answerNo(phone, family.product)
      await phone.tap(isElder ? '定下来' : '确认预约')
      await phone.see(/已存到手机/)
      await pass(phone, view, 'vaccine-ticket')
      booked = await standing('CONFIRMED')
      expect(booked).toMatchObject({ id: held.id, product: family.product })
      expect(booked.answers.map(({ yes }) => yes)).toEqual(questionWords(family.product).map(() => false))
      expect(await phone.kept()).not.toContain('draft:')
      expect(await phone.screen()).toContain(`${booked.code.slice(0, 4)} ${booked.code.slice(4)}`)
      await phone.seePicture(/预约二维码/)
    },
    JOURNEY,
  )

  test(
    'the ticket stands in the inbox, and can be shown without a network',
    async () => {
      await letterOf(stage, '疫苗约好了', booked.id)
      await phone.tap('返回')
      await phone.see('约好的')
      await phone.network(false)
      await phone.tap(isElder ? /约好了/ : /已预约/)
      // One that was asked for a moment ago is not asked for again at once.
      await until('the page says of when it is', async () => /这是 .* 的内容/.test(await phone.screen()), 60_000)
      await phone.seePicture(/预约二维码/)
      await pass(phone, view, 'vaccine-ticket-offline')
      await phone.tap(isElder ? '放大，给护士扫' : '调亮屏幕，给护士扫')
      await phone.see('扫好了')
      await pass(phone, view, 'vaccine-bright')
      await phone.tap('扫好了')
      await phone.network(true)
    },
    JOURNEY,
  )

  test(
    'another time takes the place of the first, whose seat is free again',
    async () => {
      await phone.tap(/^改期或取消/)
      await phone.tap(isElder ? '换个时间' : '改期')
      await phone.see(/现在约的是/)
      await phone.tap(isElder ? /上午 9\s*点 30/ : /09:30–10:00/)
      await pass(phone, view, 'vaccine-move')
      await phone.tap(/^改到/)
      await phone.see(/已存到手机/)
      const moved = await until('the booking is moved', async () =>
        (await theChild()).find((one) => one.id === booked.id && one.seatId !== booked.seatId),
      )
      expect(moved).toMatchObject({ state: 'CONFIRMED', from: '09:30' })
      expect(await seatsOf(stage, booked.sessionId)).not.toContain(booked.seatId)
      expect(await seatsOf(stage, moved.sessionId)).toContain(moved.seatId)
      await letterOf(stage, '疫苗改期了', booked.id)
      booked = moved
    },
    JOURNEY,
  )

  test(
    'the day before it is told once; the nurse’s steps show on the page, and the dose stands in the record',
    async () => {
      await setClock(stage, `${addDays(booked.day, -1)}T09:00:00+08:00`)
      await letRun(stage, 'remind-of-vaccines')
      await letterOf(stage, '明天打疫苗', booked.id)
      await setClock(stage, `${booked.day}T09:35:00+08:00`)
      const nurse = await nurseAtWork(stage, 'suichang-nurse')
      const there = await nurse.checkIn(booked.siteId, booked.code)
      await phone.see(isElder ? '到了' : '已签到')
      await pass(phone, view)
      const lot = await nurse.enterLot(booked.siteId, family.product, '2028-01-01')
      const given = await nurse.vaccinate(booked.siteId, booked.id, lot.id, there.version)
      await phone.see(/请留观到/)
      await pass(phone, view, 'vaccine-given')
      await stage.control('clock', { advanceMs: 31 * 60_000 })
      // Half an hour later the nurse's own session is over.
      const later = await nurseAtWork(stage, 'suichang-nurse')
      await later.observe(booked.siteId, booked.id, given.version)
      await phone.see(/留观结束/)
      await phone.tap(/^看接种记录/)
      await phone.see(/一共 \d+ 针/)
      await pass(phone, view, 'vaccine-record')
      const rows = stage.db.collection<{ readonly doses: readonly object[] }>('vaccineDossiers')
      const doses = (await rows.findOne({ name: family.child }))?.doses
      expect(doses).toContainEqual(
        expect.objectContaining({ product: family.product, day: booked.day, lot: 'J2026A01' }),
      )
      await phone.tap('返回')
    },
    JOURNEY,
  )
})
