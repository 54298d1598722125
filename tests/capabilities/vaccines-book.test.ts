/** A seat for a child: held, confirmed, changed, cancelled, let go; by whom it may, on a day that the schedule allows, and never one seat more than there are. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers, type DossierRow } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions, type SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { send } from '../support/call.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'
import { countRows } from '../support/snapshot.ts'
import { verified } from '../support/verified.ts'

let stage: VaccineStage
let mother: Caller
let child: string
let day: string

beforeAll(async () => {
  stage = await openVaccineStage()
  mother = await stage.caller('pan-jiayi')
  child = await stage.childId('wu-muqing')
  for (const personId of [child, mother.personId])
    await send(stage.url, vaccines.plan, { params: { personId } }, mother)
})
afterAll(() => stage.stop())

const withoutFlu = ({ doses }: DossierRow) => doses.filter((one) => one.product !== 'FLU-IIV')

/** A day of the influenza season with 28 more behind it. */
function seasonDay(): string {
  const soon = addDays(dayOf(stage.ctx().clock.now()), 3)
  const month = Number(soon.slice(5, 7))
  return month >= 9 || month <= 2 ? soon : `${soon.slice(0, 4)}-09-01`
}

beforeEach(async () => {
  day = seasonDay()
  for (const row of await dossiers.find(stage.ctx(), {}))
    await dossiers.update(stage.ctx(), { _id: row._id }, { $set: { bookings: [], doses: withoutFlu(row) } })
  for (const row of await sessions.find(stage.ctx(), { 'seats.0': { $exists: true } }))
    await sessions.update(stage.ctx(), { _id: row._id }, { $set: { seats: [] } })
})
afterEach(async () => {
  await stage.world.clearFaults()
  expect((await verified(stage, 'vaccines')).differences).toEqual([])
})

const params = (bookingId: string) => ({ personId: child, bookingId })
const taken = async ({ _id }: SessionRow) => (await sessions.findOne(stage.ctx(), { _id }))?.seats.length ?? -1
const confirmBody = (version: number) => ({ version, notice: '2026-11', answers: noneApplies('FLU-IIV') })

describe('a hold (vaccines.hold)', () => {
  test('is refused without a session of one’s own, for somebody else’s child, and for a product that nobody signed off', async () => {
    const session = await stage.session('FLU-IIV', day)
    const body = { product: 'FLU-IIV', day, sessionId: session._id, window: '1300' }
    expect((await send(stage.url, vaccines.hold, { params: { personId: child }, body }, {})).status).toBe(401)
    const stranger = await stage.caller('wu-xiaoyan')
    expect((await stage.hold(stranger, child, session)).status).toBe(404)
    const unsigned = await stage.session('ZVL', day)
    expect((await stage.hold(mother, mother.personId, unsigned)).status).toBe(404)
    expect(await taken(session)).toBe(0)
  })

  test('keeps one seat for ten minutes, and asked again it is the same one', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 2 })
    const first = (await stage.hold(mother, child, session)).value()
    const again = (await stage.hold(mother, child, session)).value()
    expect(again.id).toBe(first.id)
    expect(first).toMatchObject({ state: 'HELD', dose: 1, day, code: null, person: { relation: 'child' } })
    expect(Date.parse(first.holdUntil ?? '') - stage.ctx().clock.now()).toBeLessThanOrEqual(600_000)
    expect(first.can).toEqual({ extend: true, confirm: true, cancel: true, change: false })
    expect(await taken(session)).toBe(1)
  })

  test('of the last seat is given to one; the other reads that it is gone', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 1 })
    await stage.hold(mother, child, session)
    const other = await stage.hold(mother, mother.personId, session)
    expect(other.code).toBe('seats-gone')
    expect(await taken(session)).toBe(1)
  })

  test('of a dose that is booked is refused with its day, and so is another vaccine at the same time', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 5 })
    await stage.hold(mother, child, session)
    const later = await stage.session('FLU-IIV', addDays(day, 1), { first: 5 })
    expect(await stage.hold(mother, child, later)).toMatchObject({ error: { code: 'dose-booked', params: { day } } })
  })

  test('27 days after the last dose is refused with the first day that works, and that day works (SCENARIO 2)', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 5 })
    const held = (await stage.hold(mother, child, session)).value()
    await send(stage.url, vaccines.cancel, { params: params(held.id), body: { version: held.version } }, mother)
    await giveDose(day)
    const early = await stage.session('FLU-IIV', addDays(day, 27), { first: 5, later: 5 })
    const refused = await stage.hold(mother, child, early)
    expect(refused.error).toMatchObject({
      code: 'dose-not-now',
      params: { reason: 'too-soon', firstDay: addDays(day, 28) },
    })
    const right = await stage.session('FLU-IIV', addDays(day, 28), { first: 5, later: 5 })
    expect((await stage.hold(mother, child, right)).value()).toMatchObject({ state: 'HELD', dose: 2 })
  })

  test('costs four commands for oneself and five for a child, a confirmation four for both, however many seats are taken', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 50 })
    const self = { ...mother, of: mother.personId, most: 4 }
    for (const { of, most } of [self, { ...mother, of: child, most: 5 }]) {
      const counting = countCommands()
      const held = (await stage.hold(mother, of, session)).value()
      expect(counting()).toHaveLength(most)
      const again = countCommands()
      const where = { params: { personId: of, bookingId: held.id }, body: confirmBody(held.version) }
      expect((await send(stage.url, vaccines.confirm, where, mother)).value().state).toBe('CONFIRMED')
      expect(again()).toHaveLength(4)
    }
  })
})

/** As the registry would tell it. */
async function giveDose(on: string): Promise<void> {
  const dose = { id: 'd', revision: 1, product: 'FLU-IIV', day: on, lot: null, site: '别处' }
  await dossiers.update(stage.ctx(), { personId: child }, { $push: { doses: dose } })
}

describe('a held seat', () => {
  test('runs out after ten minutes, is extended once, and goes to the next when it was let go', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 1 })
    const held = (await stage.hold(mother, child, session)).value()
    const body = { version: held.version }
    const longer = (await send(stage.url, vaccines.extend, { params: params(held.id), body }, mother)).value()
    expect(longer.can.extend).toBe(false)
    await stage.world.advance(15 * 60_000)
    await stage.work(['lapse-holds'])
    expect(await taken(session)).toBe(1)
    await stage.world.advance(6 * 60_000)
    const next = await stage.hold(mother, mother.personId, session)
    expect(next.value().state).toBe('HELD')
    await stage.work(['lapse-holds', 'relay-pending', 'dispatch-outbox'])
    const late = await send(
      stage.url,
      vaccines.confirm,
      { params: params(held.id), body: confirmBody(held.version) },
      mother,
    )
    expect(late.code).toBe('hold-lapsed')
    expect(await taken(session)).toBe(1)
  })

  test('is confirmed with the notice that stands and no reason against it; then it is a ticket, told in the inbox', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 1 })
    const held = (await stage.hold(mother, child, session)).value()
    const confirm = async (body: ReturnType<typeof confirmBody>) =>
      await send(stage.url, vaccines.confirm, { params: params(held.id), body }, mother)
    expect((await confirm({ ...confirmBody(held.version), notice: '2020-01' })).code).toBe('notice-changed')
    const answers = noneApplies('FLU-IIV')
    const silent = await confirm({ ...confirmBody(held.version), answers: answers.slice(1) })
    expect(silent.error).toMatchObject({ code: 'input-refused', fields: [{ path: 'body.answers' }] })
    const fever = answers.map((one) => ({ ...one, yes: one.code === 'fever-or-acute-illness' }))
    expect(await confirm({ ...confirmBody(held.version), answers: fever })).toMatchObject({ code: 'unfit-for-dose' })
    const done = (await confirm(confirmBody(held.version))).value()
    expect(done).toMatchObject({ state: 'CONFIRMED', holdUntil: null, agreed: { version: '2026-11' } })
    const stored = (await dossiers.findOne(stage.ctx(), { personId: child }))?.bookings.find(({ id }) => id === held.id)
    expect(stored?.answers).toEqual(answers)
    expect(done.code).toMatch(/^[2-9B-Z]{8}$/)
    expect((await confirm(confirmBody(held.version))).value().code).toBe(done.code)
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await countRows('messages', { personId: mother.personId, 'link.params.bookingId': held.id })).toBe(1)
    await stage.world.advance(3_600_000)
    await stage.work(['lapse-holds'])
    expect(await taken(session)).toBe(1)
  })
})

async function confirmed(session: SessionRow) {
  const held = (await stage.hold(mother, child, session)).value()
  const body = confirmBody(held.version)
  return (await send(stage.url, vaccines.confirm, { params: params(held.id), body }, mother)).value()
}

describe('a confirmed booking', () => {
  test('is cancelled by what was seen, gives its seat back once, and is over then', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 1 })
    const booking = await confirmed(session)
    const cancel = async (version: number) =>
      await send(stage.url, vaccines.cancel, { params: params(booking.id), body: { version } }, mother)
    expect((await cancel(booking.version + 7)).code).toBe('changed-meanwhile')
    expect((await cancel(booking.version)).value()).toMatchObject({ state: 'CANCELLED' })
    expect(await taken(session)).toBe(0)
    await stage.hold(mother, mother.personId, session)
    expect((await cancel(booking.version)).value()).toMatchObject({ state: 'CANCELLED' })
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await taken(session)).toBe(1)
  })

  test('is changed three times and not a fourth, the new seat in and the old one out', async () => {
    const places = []
    for (const n of [0, 1, 2, 3, 4]) places.push(await stage.session('FLU-IIV', addDays(day, n), { first: 1 }))
    let booking = await confirmed(places[0] ?? (await stage.session('FLU-IIV', day)))
    for (const place of places.slice(1)) {
      const body = { version: booking.version, day: place.day, sessionId: place._id, window: '1300' }
      const answer = await send(stage.url, vaccines.change, { params: params(booking.id), body }, mother)
      if (place === places.at(-1)) expect(answer.code).toBe('changes-used-up')
      else booking = answer.value()
    }
    expect(booking).toMatchObject({ state: 'CONFIRMED', day: addDays(day, 3), changesLeft: 0 })
    const seats = []
    for (const place of places) seats.push(await taken(place))
    expect(seats).toEqual([0, 0, 0, 1, 0])
    const list = await send(stage.url, vaccines.bookings, { params: { personId: child } }, mother)
    expect(list.value().items.map((one) => one.id)).toEqual([booking.id])
    const one = await send(stage.url, vaccines.booking, { params: params(booking.id) }, mother)
    expect({ ...one.value(), asOf: booking.asOf }).toEqual(booking)
  })
})

describe('where and when', () => {
  test('lists the clinics that have sessions first, the own township’s before the others (vaccines.sites)', async () => {
    const where = { params: { personId: child, product: 'FLU-IIV' } }
    const listed = async () => (await send(stage.url, vaccines.sites, where, mother)).value().items
    const before = await listed()
    expect(before.filter((one) => one.near)).toHaveLength(1)
    const open = before.filter((one) => one.opens !== null)
    expect(before.slice(0, open.length)).toEqual(open)
    const near = before.find((one) => one.near)
    expect(near?.opens).toBeNull()
    const session = await stage.session('FLU-IIV', addDays(stage.today(), 9), { first: 1 })
    await sessions.update(stage.ctx(), { _id: session._id }, { $set: { siteId: near?.id ?? '' } })
    expect((await listed())[0]).toEqual({ ...near, opens: session.day })
  })

  test('shows free seats and the first window that works (vaccines.seats)', async () => {
    const soon = addDays(stage.today(), 2)
    const session = await stage.session('FLU-IIV', soon, { first: 3, later: 2 })
    const place = { personId: child, product: 'FLU-IIV', siteId: stage.site._id }
    const seats = (await send(stage.url, vaccines.seats, { params: place }, mother)).value()
    const shown = seats.days.find((one) => one.sessionId === session._id)
    expect(shown?.windows).toEqual([{ id: '1300', from: '13:00', until: '13:30', free: 3, capacity: 3 }])
    expect(seats.days.map((one) => one.day)).toEqual([...seats.days.map((one) => one.day)].sort())
  })
})
