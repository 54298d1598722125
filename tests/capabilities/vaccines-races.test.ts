/**
 * Races over bookings with two API processes: within one, two tries for a person take their turn, and would hide them. What must hold is read from the database
 * afterwards, both ways. `RACES=500` runs more of them.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { activeStates } from '@xlb/shared/vaccines/states.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions, type SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { secondApi, type SecondApi } from '../support/second-api.ts'
import { send } from '../support/call.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { crowd, openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'
import { verified } from '../support/verified.ts'

const RACES = Number(process.env['RACES'] ?? 40)

let stage: VaccineStage
let other: SecondApi
let day: string
/** A day of the influenza season that no other session has, and the day after it. */
let season: string

beforeAll(async () => {
  stage = await openVaccineStage()
  other = await secondApi(stage.house)
  day = addDays(dayOf(stage.ctx().clock.now()), 3)
  const month = Number(day.slice(5, 7))
  season = month >= 9 || month <= 2 ? day : `${day.slice(0, 4)}-09-01`
})
beforeEach(() => {
  day = addDays(day, 1)
  season = addDays(season, 2)
})
afterEach(async () => {
  const { checked, differences } = await verified(stage, 'vaccines')
  expect(differences).toEqual([])
  expect(checked['bookings']).toBeGreaterThan(0)
})
afterAll(async () => {
  await other.stop()
  await stage.stop()
})

const seatsOf = async ({ _id }: SessionRow) => (await sessions.findOne(stage.ctx(), { _id }))?.seats ?? []
const activeOf = async ({ personId }: Caller) =>
  ((await dossiers.findOne(stage.ctx(), { personId }))?.bookings ?? []).filter((one) =>
    activeStates.includes(one.state),
  )

async function holdAt(url: string, who: Caller, session: SessionRow) {
  const [first] = session.windows
  const body = { product: session.product, day: session.day, sessionId: session._id, window: first?.id ?? '' }
  return await send(url, vaccines.hold, { params: { personId: who.personId }, body }, who)
}

const confirmAt = async (
  url: string,
  who: Caller,
  { id, version, product }: { id: string; version: number; product: string },
) =>
  await send(
    url,
    vaccines.confirm,
    {
      params: { personId: who.personId, bookingId: id },
      body: { version, notice: '2026-11', answers: noneApplies(product) },
    },
    who,
  )

/** Eight months and a half: measles and encephalitis are due, both live, and four weeks must lie between them. */
const infants = (count: number) => crowd(stage, count, addDays(day, -262))

describe('two bookings that would break an interval together, at two processes', () => {
  test('pressed at once again and again: exactly one stands, and the other’s seat is free', async () => {
    const measles = await stage.session('MMR', day, { first: RACES })
    const encephalitis = await stage.session('JE-L', addDays(day, 9), { first: RACES })
    const won = new Map<string, number>()
    for (const [n, child] of (await infants(RACES)).entries()) {
      const [near, far] = n % 2 === 0 ? [measles, encephalitis] : [encephalitis, measles]
      const answers = await Promise.all([holdAt(stage.url, child, near), holdAt(other.url, child, far)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      expect(answers.map(({ code }) => code)).toContain('dose-not-now')
      const active = await activeOf(child)
      expect(active).toHaveLength(1)
      won.set(active[0]?.product ?? '', (won.get(active[0]?.product ?? '') ?? 0) + 1)
      expect((await seatsOf(measles)).length + (await seatsOf(encephalitis)).length).toBe(n + 1)
    }
    expect([...won.values()].reduce((sum, one) => sum + one, 0)).toBe(RACES)
  })

  test('two days for one dose: exactly one stands', async () => {
    const [one, two] = [
      await stage.session('FLU-IIV', season, { first: RACES }),
      await stage.session('FLU-IIV', addDays(season, 1), { first: RACES }),
    ]
    for (const [n, who] of (await crowd(stage, RACES)).entries()) {
      const answers = await Promise.all([holdAt(stage.url, who, one), holdAt(other.url, who, two)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      expect(await activeOf(who)).toHaveLength(1)
      expect((await seatsOf(one)).length + (await seatsOf(two)).length).toBe(n + 1)
    }
  })

  test('two vaccines in one quarter of an hour, at two processes: exactly one stands', async () => {
    const [one, two] = [
      await stage.session('MMR', day, { first: RACES }),
      await stage.session('JE-L', day, { first: RACES }),
    ]
    for (const child of await infants(10)) {
      const answers = await Promise.all([holdAt(stage.url, child, one), holdAt(other.url, child, two)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      expect(answers.map(({ code }) => code)).toContain('same-time-booked')
      expect(await activeOf(child)).toHaveLength(1)
    }
    expect((await seatsOf(one)).length + (await seatsOf(two)).length).toBe(10)
  })

  test('one process asleep between its seat and the dossier: it wakes to another history, and gives its seat back', async () => {
    const asleep = await secondApi(stage.house, { XLB_PAUSE_AT: 'vaccine-seat-taken' })
    try {
      const measles = await stage.session('MMR', day, { first: 5 })
      const encephalitis = await stage.session('JE-L', addDays(day, 9), { first: 5 })
      const [child] = await infants(1)
      if (child === undefined) throw new Error('there is no child')
      const late = holdAt(asleep.url, child, measles)
      for (let tries = 0; (await seatsOf(measles)).length === 0 && tries < 100; tries += 1) await sleep(50)
      expect(await seatsOf(measles)).toHaveLength(1)
      expect((await holdAt(stage.url, child, encephalitis)).status).toBe(200)
      asleep.signal('SIGCONT')
      expect((await late).code).toBe('dose-not-now')
      expect(await seatsOf(measles)).toHaveLength(0)
      expect((await activeOf(child)).map((one) => one.product)).toEqual(['JE-L'])
    } finally {
      await asleep.stop()
    }
  })
})

describe('one booking, two acts at once', () => {
  test('confirmed and cancelled: it has its seat or it is over, never one without the other', async () => {
    const session = await stage.session('FLU-IIV', season, { first: RACES })
    let kept = 0
    for (const [n, who] of (await crowd(stage, RACES)).entries()) {
      const held = (await holdAt(stage.url, who, session)).value()
      const where = { params: { personId: who.personId, bookingId: held.id }, body: { version: held.version } }
      const [here, there] = n % 2 === 0 ? [stage.url, other.url] : [other.url, stage.url]
      await Promise.all([confirmAt(here, who, held), send(there, vaccines.cancel, where, who)])
      const active = await activeOf(who)
      kept += active.length
      expect(await seatsOf(session)).toHaveLength(kept)
    }
  })

  test('confirmed in the moment in which the hold runs out: a ticket with its seat, or neither', async () => {
    const session = await stage.session('FLU-IIV', season, { first: RACES })
    let kept = 0
    for (let n = 0; n < 4; n += 1) {
      const [who] = await crowd(stage, 1)
      if (who === undefined) throw new Error('there is nobody')
      const held = (await holdAt(stage.url, who, session)).value()
      await stage.world.advance(Date.parse(held.holdUntil ?? '') - stage.ctx().clock.now() - 15)
      await Promise.all([confirmAt(stage.url, who, held), sleep(16).then(() => stage.work(['lapse-holds']))])
      const active = await activeOf(who)
      if (active.some((one) => one.state === 'CONFIRMED')) kept += 1
      await stage.work(['lapse-holds'])
      expect(await seatsOf(session)).toHaveLength(kept)
    }
  })
})

describe('a seat whose booking ended while its process died', () => {
  test('goes back by the event, once: it takes nothing from whoever came after', async () => {
    const session = await stage.session('FLU-IIV', season, { first: 1 })
    const [who, next] = await crowd(stage, 2)
    if (who === undefined || next === undefined) throw new Error('there is nobody')
    const { id: bookingId, version } = (await holdAt(stage.url, who, session)).value()
    const [seat] = await seatsOf(session)
    if (seat === undefined) throw new Error('there is no seat')
    const where = { params: { personId: who.personId, bookingId }, body: { version } }
    expect((await send(stage.url, vaccines.cancel, where, who)).value().state).toBe('CANCELLED')
    // As it would stand had the process died right after the booking ended.
    await sessions.update(stage.ctx(), { _id: session._id }, { $push: { seats: { ...seat, until: 9e12 } } })
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await seatsOf(session)).toEqual([])
    expect((await holdAt(stage.url, next, session)).status).toBe(200)
    await send(stage.url, vaccines.cancel, where, who)
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await seatsOf(session)).toHaveLength(1)
  })
})

describe('a seat that a change took', () => {
  test('is trusted once the booking has it, and goes back where the process died before', async () => {
    const [one, two] = [
      await stage.session('FLU-IIV', season, { first: 2 }),
      await stage.session('FLU-IIV', addDays(season, 1), { first: 2 }),
    ]
    const [who] = await crowd(stage, 1)
    if (who === undefined) throw new Error('there is nobody')
    const ticket = (await confirmAt(stage.url, who, (await holdAt(stage.url, who, one)).value())).value()
    const place = { day: two.day, sessionId: two._id, window: two.windows[0]?.id ?? '' }
    const params = { personId: who.personId, bookingId: ticket.id }
    const body = { ...place, version: ticket.version }
    const moved = (await send(stage.url, vaccines.change, { params, body }, who)).value()
    const [seat] = await seatsOf(two)
    if (seat?.doubt === undefined) throw new Error('the seat is in no doubt')
    await sessions.update(stage.ctx(), { _id: one._id }, { $push: { seats: { ...seat, id: 'sea_lost' } } })
    await stage.work(['settle-seats'])
    expect([(await seatsOf(one)).length, (await seatsOf(two)).length]).toEqual([1, 1])
    await stage.world.advance(10 * 60_000)
    await stage.work(['settle-seats'])
    expect([await seatsOf(one), (await seatsOf(two)).map(({ id, doubt }) => [id, doubt])]).toEqual([
      [],
      [[seat.id, undefined]],
    ])
    // Whoever slept through it with that seat in hand is refused by the version.
    expect((await dossiers.findOne(stage.ctx(), { personId: who.personId }))?.version).toBe(moved.version + 1)
  })
})

describe('500 people for 100 seats at two processes, of which one is killed in the middle', () => {
  test('exactly 100 are booked, nobody twice, and once the dead one’s holds ran out none is left over', async () => {
    const dying = await secondApi(stage.house)
    const session = await stage.session('FLU-IIV', season, { first: 100 })
    const people = await crowd(stage, 500)
    let booked = 0
    const book = async (url: string, who: Caller): Promise<boolean> => {
      const held = await holdAt(url, who, session)
      if (held.status !== 200) return false
      const done = (await confirmAt(url, who, held.value())).status === 200
      if (done) booked += 1
      if (booked === 40) dying.signal('SIGKILL')
      return done
    }
    // Who gets no answer presses again at the process that stands.
    const all = people.map((who, n) =>
      n % 2 === 0 ? book(stage.url, who) : book(dying.url, who).catch(() => book(stage.url, who)),
    )
    await Promise.all(all)
    await dying.stop()
    expect(booked).toBeGreaterThanOrEqual(40)
    await stage.world.advance(10 * 60_000 + 1)
    await stage.work(['lapse-holds', 'settle-seats'])
    for (const who of people) if (booked < 100 && (await activeOf(who)).length === 0) await book(stage.url, who)
    const tickets = await Promise.all(people.map(activeOf))
    expect(tickets.filter((one) => one.length > 1)).toEqual([])
    expect(tickets.flat().filter((one) => one.state === 'CONFIRMED')).toHaveLength(100)
    const [late] = await crowd(stage, 1)
    expect(late && (await holdAt(stage.url, late, session)).code).toBe('seats-gone')
    expect(new Set((await seatsOf(session)).map(({ id }) => id)).size).toBe(100)
  })
})
