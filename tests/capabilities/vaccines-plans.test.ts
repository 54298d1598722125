/** PERFORMANCE P3 and P4 for vaccines: the same commands however much there is, each along an index, nothing sorted in memory, at a hundred times the data. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers, type BookingEntry } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { lots } from '../../server/src/capabilities/vaccines/data/lots.ts'
import { sessions, type SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { send } from '../support/call.ts'
import { commandsOf } from '../support/commands.ts'
import { FLU, newPack, openNurseStage, type NurseStage } from '../support/nurse-stage.ts'
import { watchPlans } from '../support/plans.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { crowd, type Caller } from '../support/vaccine-stage.ts'

const PEOPLE = 3_000
const SEATS = 60

let stage: NurseStage
let near: SessionRow
let far: SessionRow

beforeAll(async () => {
  stage = await openNurseStage()
  near = await stage.session(FLU, addDays(stage.today(), 5), { first: 90 })
  far = await stage.session(FLU, addDays(stage.today(), 6), { first: 90 })
})
afterAll(() => stage.stop())

const place = (session: SessionRow) => ({
  day: session.day,
  sessionId: session._id,
  window: session.windows[0]?.id ?? '',
})

/** What somebody does at the seats; the commands of each. */
async function visitSeats(who: Caller): Promise<Record<string, number>> {
  const params = { personId: who.personId }
  const counts: Record<string, number> = {}
  const counted = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    let answer: T | undefined
    counts[what] = (await commandsOf(async () => (answer = await act()))).length
    if (answer === undefined) throw new Error('nobody answered')
    return answer
  }
  const where = { ...params, product: FLU }
  await counted('plan', () => send(stage.url, vaccines.plan, { params }, who))
  await counted('sites', () => send(stage.url, vaccines.sites, { params: where }, who))
  await counted('seats', () => send(stage.url, vaccines.seats, { params: { ...where, siteId: stage.site._id } }, who))
  const hold = () => send(stage.url, vaccines.hold, { params, body: { product: FLU, ...place(near) } }, who)
  const held = (await counted('hold', hold)).value()
  const of = { ...params, bookingId: held.id }
  const extend = () => send(stage.url, vaccines.extend, { params: of, body: { version: held.version } }, who)
  const longer = (await counted('extend', extend)).value()
  const agreed = { version: longer.version, notice: longer.notice?.version ?? '', answers: noneApplies(FLU) }
  const confirmed = (
    await counted('confirm', () => send(stage.url, vaccines.confirm, { params: of, body: agreed }, who))
  ).value()
  const body = { version: confirmed.version, ...place(far) }
  const moved = (await counted('change', () => send(stage.url, vaccines.change, { params: of, body }, who))).value()
  await counted('ticket', () => send(stage.url, vaccines.booking, { params: of }, who))
  await counted('bookings', () => send(stage.url, vaccines.bookings, { params }, who))
  const cancel = { params: of, body: { version: moved.version } }
  expect((await counted('cancel', () => send(stage.url, vaccines.cancel, cancel, who))).value().state).toBe('CANCELLED')
  return counts
}

async function nursesDay(): Promise<void> {
  const nurse = await stage.nurse()
  const params = { siteId: stage.site._id }
  const visit = await stage.arrived()
  const given = (await stage.vaccinate(visit)).value()
  const of = { ...params, bookingId: given.bookingId }
  await send(stage.url, vaccines.dayBookings, { params: { ...params, day: stage.today() } }, nurse)
  await send(stage.url, vaccines.lots, { params, query: { product: FLU } }, nurse)
  await send(stage.url, vaccines.products, { params }, nurse)
  await send(stage.url, vaccines.sessions, { params, query: { product: FLU } }, nurse)
  await stage.world.advance(31 * 60_000)
  const body = { version: given.version, reaction: 'none' as const }
  await send(stage.url, vaccines.observe, { params: of, body }, await stage.nurse())
}

async function muchMore(): Promise<void> {
  const ctx = stage.ctx()
  const [model] = (await dossiers.find(ctx, { 'bookings.state': 'CANCELLED' })).flatMap((one) => one.bookings)
  if (model === undefined) throw new Error('nobody cancelled')
  // Nobody's business for hours.
  const later = stage.ctx().clock.now() + 5 * 3_600_000
  const old = (n: number): BookingEntry => ({
    ...{ ...model, id: newId('bkg'), seatId: newId('sea'), code: `C${String(n)}`, by: newId('per') },
    ...(n % 20 === 0 ? { state: 'HELD', holdUntil: later } : { state: n % 3 === 0 ? 'OBSERVED' : 'CANCELLED' }),
    ...{ sessionId: newId('vse'), siteId: newId('sit'), day: addDays(stage.today(), -1 - (n % 300)) },
  })
  const all = await crowd(stage, PEOPLE)
  await dossiers.bulk(
    ctx,
    all.map(({ personId }, n) => ({
      filter: { personId },
      update: { $set: { bookings: [old(n)] }, $unset: { pending: '' } },
    })),
  )
  const copies = Array.from({ length: 1_000 }, (_one, n) => n)
  const seats = Array.from({ length: SEATS }, () => ({
    ...{ id: newId('sea'), window: '1300', pool: 'first' as const, until: stage.ctx().clock.now() + 86_400_000 },
    doubt: { bookingId: newId('bkg'), until: later },
  }))
  await sessions.insertMissing(
    ctx,
    copies.map((n) => ({
      ...near,
      _id: newId('vse'),
      siteId: newId('sit'),
      day: addDays(near.day, n % 20),
      seats: seats.slice(0, 3),
    })),
  )
  await lots.insertMissing(
    ctx,
    copies.map((n) => ({
      ...stage.lot,
      _id: newId('vlt'),
      siteId: newId('sit'),
      lotNo: String(n),
      packCode: newPack(),
    })),
  )
  for (const one of [near, far]) await sessions.update(ctx, { _id: one._id }, { $push: { seats: { $each: seats } } })
}

test('what somebody does costs as many commands at a hundred times the data, and none of them walks badly', async () => {
  const [first, second, third] = await crowd(stage, 3)
  if (first === undefined || second === undefined || third === undefined) throw new Error('there is nobody')
  // Once, so that what is kept for a minute is there.
  await visitSeats(first)
  await stage.work()
  const few = await visitSeats(second)
  await muchMore()
  const watch = watchPlans()
  const many = await visitSeats(third)
  await nursesDay()
  await stage.world.advance(11 * 60_000)
  await stage.work()
  const { checked, findings } = await watch.report()
  watch.stop()
  expect(many).toEqual(few)
  expect(many).toEqual({
    ...{ plan: 2, sites: 3, seats: 3, hold: 4, extend: 4, confirm: 4, change: 5, ticket: 2, bookings: 2, cancel: 4 },
  })
  expect(findings.filter((one) => one.includes('vaccine'))).toEqual([])
  expect(checked).toBeGreaterThan(40)
}, 120_000)
