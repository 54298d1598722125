/** More people than seats, all at once: exactly as many are booked as there are seats, nobody twice, and none is left over (P5, SCENARIO 1). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { sessions, type SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { send } from '../support/call.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { crowd, openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'
import { verified } from '../support/verified.ts'

const PAIRS = 200
/** `RUSHES=50` runs more of them. */
const RUSHES = Array.from({ length: Number(process.env['RUSHES'] ?? 10) }, (_one, place) => place + 1)

let stage: VaccineStage
let day: string

beforeAll(async () => {
  stage = await openVaccineStage()
  const soon = addDays(dayOf(stage.ctx().clock.now()), 3)
  const month = Number(soon.slice(5, 7))
  day = month >= 9 || month <= 2 ? soon : `${soon.slice(0, 4)}-09-01`
})
afterEach(async () => {
  const { checked, differences } = await verified(stage, 'vaccines')
  expect(differences).toEqual([])
  expect(checked['bookings']).toBeGreaterThan(0)
})
afterAll(() => stage.stop())

const seatsOf = async ({ _id }: SessionRow) => (await sessions.findOne(stage.ctx(), { _id }))?.seats ?? []

async function confirm(who: Caller, { id: bookingId, version }: { id: string; version: number }) {
  const body = { version, notice: '2026-11', answers: noneApplies('FLU-IIV') }
  return await send(stage.url, vaccines.confirm, { params: { personId: who.personId, bookingId }, body }, who)
}

describe('500 people for 100 seats', () => {
  test.each(RUSHES)('rush %d: exactly 100 hold and confirm a seat', async (seed) => {
    const session = await stage.session('FLU-IIV', addDays(day, seed), { first: 100 })
    const people = await crowd(stage, 500)
    const answers = await Promise.all(
      people.map(async (who, place) => {
        // Some press twice.
        const twice = (place * 7 + seed) % 5 === 0 ? [stage.hold(who, who.personId, session)] : []
        const [answer] = await Promise.all([stage.hold(who, who.personId, session), ...twice])
        return { who, answer }
      }),
    )
    const held = answers.filter(({ answer }) => answer.status === 200)
    expect(held).toHaveLength(100)
    expect(new Set(answers.filter(({ answer }) => answer.status !== 200).map(({ answer }) => answer.code))).toEqual(
      new Set(['seats-gone']),
    )
    const confirmed = await Promise.all(held.map(({ who, answer }) => confirm(who, answer.value())))
    expect(confirmed.filter((one) => one.status === 200)).toHaveLength(100)
    const seats = await seatsOf(session)
    expect(new Set(seats.map((one) => one.id)).size).toBe(100)
    expect(seats).toHaveLength(100)
  })
})

describe('two for the last seat', () => {
  test('within a moment of each other, 200 times: exactly one has it, and after both let go it is free again', async () => {
    const session = await stage.session('FLU-IIV', addDays(day, 11), { first: 1 })
    const pairs = await crowd(stage, 2 * PAIRS)
    for (let n = 0; n < PAIRS; n += 1) {
      const two = pairs.slice(2 * n, 2 * n + 2)
      const answers = await Promise.all(two.map((who) => stage.hold(who, who.personId, session)))
      const winners = answers.filter((one) => one.status === 200)
      expect(winners).toHaveLength(1)
      expect(await seatsOf(session)).toHaveLength(1)
      const [won] = winners
      const who = two[answers.findIndex((one) => one.status === 200)]
      if (won === undefined || who === undefined) throw new Error('nobody won')
      const { id: bookingId, version } = won.value()
      const where = { params: { personId: who.personId, bookingId }, body: { version } }
      // Cancelling twice, and at once.
      await Promise.all([send(stage.url, vaccines.cancel, where, who), send(stage.url, vaccines.cancel, where, who)])
      expect(await seatsOf(session)).toHaveLength(0)
    }
  })
})

describe('two phones for one person', () => {
  test('never book one dose twice, nor two vaccines at one time, whatever comes first', async () => {
    const one = await stage.session('FLU-IIV', addDays(day, 12), { first: 50 })
    const other = await stage.session('FLU-IIV', addDays(day, 13), { first: 50 })
    for (const [place, who] of (await crowd(stage, 20)).entries()) {
      const answers = await Promise.all([stage.hold(who, who.personId, one), stage.hold(who, who.personId, other)])
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
      expect((await seatsOf(one)).length + (await seatsOf(other)).length).toBe(place + 1)
    }
  })
})
