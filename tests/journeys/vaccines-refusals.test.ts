/**
 * What stands in the way of a dose, and the way on: a hold that ran out, a day that is too early, a booking given up, and what has to be there first. Only
 * what a person touches is touched.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { elder, setClock, signIn, standard, tokenOf } from './people.ts'
import { setStage, until, type Stage } from './stage.ts'
import { alsoOn, answerNo, bookingsOf, confirmHeld, forgetBookings, letterOf, pass, seatsOf } from './vaccines.ts'

const JOURNEY = 240_000
/** On a busy machine the pages are built first. */
const SETTING = 400_000
/** A Thursday; the demonstration's children are meant for these days. */
const MORNING = '2026-11-26T10:00:00+08:00'
const HOLD_MS = 11 * 60_000

let stage: Stage

beforeAll(async () => {
  stage = await setStage({ at: MORNING })
}, SETTING)
afterAll(async () => {
  await stage.end()
}, 30_000)

/** Whose influenza is due, by their masked name. */
const grownUps = {
  standard: { key: 'wang-xiulan', county: /遂昌县/, name: '王*兰' },
  elder: { key: 'chen-guihua', county: /松阳县/, name: '陈*花' },
} as const

describe.each([standard, elder])('in the $name view', (view) => {
  const isElder = view.name === 'elder'
  const nextStep = isElder ? /^就约/ : /^选 .*下一步$/
  const confirm = isElder ? '定下来' : '确认预约'

  test(
    'a seat that is not confirmed in time goes back; the answers stay, one tap holds it again, and a cancelled booking gives it back',
    async () => {
      await setClock(stage, MORNING)
      const phone = await stage.phone()
      const { key, county, name } = grownUps[view.name]
      await signIn(phone, county, demoPerson(key), view)
      await phone.see(/要办的事|待办/)
      await phone.tap(/^约疫苗/)
      await phone.tap(/^约这一针，流感/)
      await phone.see(/名额实时/)
      await phone.tap(/^换人，现在是给/)
      await phone.tap(/^约这一针，流感/)
      await phone.see(/名额实时/)
      await phone.tap(nextStep)
      await phone.see(/名额(还)?(为您|给您)/)
      await answerNo(phone, 'FLU-IIV')
      const own = () => bookingsOf(stage, name)
      const first = await until('a seat is held', async () => (await own()).find((one) => one.state === 'HELD'))
      await stage.control('clock', { advanceMs: HOLD_MS })
      await phone.tap(confirm)
      await phone.see('保留的时间过了')
      await pass(phone, view, 'vaccine-ran-out')
      await until('the seat is free again', async () => !(await seatsOf(stage, first.sessionId)).includes(first.seatId))
      await phone.tap('重新留这个时间')
      await phone.see(/名额(还)?(为您|给您)/)
      await phone.tap(confirm)
      await phone.see(/已存到手机/)
      const second = await until('it is confirmed', async () => (await own()).find((one) => one.state === 'CONFIRMED'))
      expect(second).toMatchObject({ day: first.day, from: first.from })
      expect(second.id).not.toBe(first.id)

      await phone.tap(/^改期或取消/)
      await phone.tap(isElder ? '不去了，取消' : '取消预约')
      await phone.see(/名额放回去给别人/)
      await pass(phone, view, 'vaccine-cancel')
      await phone.tap('取消预约')
      await phone.see('已经取消了')
      await pass(phone, view)
      const states = (await own()).map(({ state }) => state)
      expect(states.sort()).toEqual(['CANCELLED', 'LAPSED'])
      expect(await seatsOf(stage, second.sessionId)).not.toContain(second.seatId)
      await letterOf(stage, '疫苗预约已取消', second.id)
      await phone.close()
    },
    JOURNEY,
  )

  test(
    'a dose that cannot be given yet is refused with its reason, and the first day that works is one tap away',
    async () => {
      await setClock(stage, MORNING)
      await forgetBookings(stage, '叶*柠')
      const phone = await stage.phone()
      await signIn(phone, /松阳县/, demoPerson('ye-wenbin'), view)
      await phone.see(/要办的事|待办/)
      await phone.tap(/^约疫苗/)
      await phone.tap(/叶\*柠/)
      await phone.see('快到日子的，可以先约')
      await pass(phone, view)
      if (!isElder) await openTheDayBefore()
      await phone.tap(/^约这一针，A群C群/)
      await phone.see('今天还不能打')
      await phone.see(/已为您选好这一天/)
      await pass(phone, view, 'vaccine-refused')
      // With large letters only the days that work stand there.
      if (!isElder) {
        await phone.tap(/不能打$/)
        await phone.see(/还不能打/)
        await pass(phone, view, 'vaccine-refused-day')
        await phone.tap(/^选 \d\d-\d\d \d\d:\d\d$/)
      }
      await phone.tap(nextStep)
      await confirmHeld(phone, view, 'MPSV-AC')
      const [booked] = await bookingsOf(stage, '叶*柠')
      expect(booked?.state).toBe('CONFIRMED')
      expect((booked?.day ?? '') >= '2026-11-30').toBe(true)
      await phone.close()
    },
    JOURNEY,
  )
})

async function openTheDayBefore(): Promise<void> {
  const sessions = stage.db.collection<{ readonly _id: string }>('vaccineSessions')
  const near = { product: 'MPSV-AC', day: '2026-11-30', tenant: '331124' }
  for (const { _id } of await sessions.find(near).toArray()) await alsoOn(stage, _id, '2026-11-27')
}

describe('what has to be there first', () => {
  test(
    'a stranger is led to the real name, and a parent who took the consent back to its text, and from there to the plan',
    async () => {
      await setClock(stage, MORNING)
      const stranger = await stage.phone()
      await signIn(stranger, /松阳县/, demoPerson('chen-meifeng'), standard)
      await until('there is a session', async () => (await tokenOf(stranger)) !== '')
      await stranger.openPage('capabilities/vaccines/pages/family/index')
      await stranger.see('先核对一次实名')
      await pass(stranger, standard)
      await stranger.tap('去实名')
      await stranger.see(/同意，往下办/)
      await stranger.close()

      const phone = await stage.phone()
      await signIn(phone, /遂昌县/, demoPerson('chen-meifeng'), elder)
      await phone.see(/要办的事/)
      await phone.openPage('capabilities/data-rights/pages/consent/index?purpose=child-data')
      await phone.tap('撤回同意')
      await phone.tap('撤回')
      await phone.see('已撤回')
      await phone.openPage('capabilities/vaccines/pages/family/index')
      await phone.see('要先同意使用孩子的信息')
      await phone.tap(/陈\*泽/)
      await phone.tap('去看告知')
      await phone.tap('同意')
      await phone.see('已同意')
      await phone.tap('返回')
      await phone.see('接种记录')
      await pass(phone, elder)
      await phone.close()
    },
    JOURNEY,
  )
})
