/** How a visit ends: deferred, gone, or watched for half an hour; and who did not come at all. Seats go back once, nothing is counted against anybody. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import type { Reaction, VaccineVisit } from '@xlb/shared/vaccines/nurse-schemas.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { send, sendAny } from '../support/call.ts'
import { TRACES, openNurseStage, type NurseStage, type Ticket } from '../support/nurse-stage.ts'
import { fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'
import { verified } from '../support/verified.ts'

const DAY = 86_400_000
let stage: NurseStage

beforeAll(async () => {
  stage = await openNurseStage()
})
afterEach(async () => {
  expect((await verified(stage, 'vaccines')).differences).toEqual([])
})
afterAll(() => stage.stop())

const at = (bookingId: string) => ({ params: { siteId: stage.site._id, bookingId } })
const seats = async () => (await sessions.findOne(stage.ctx(), { _id: stage.flu._id }))?.seats.length ?? -1
const entryOf = async ({ who, bookingId }: Ticket) =>
  (await stage.dossierOf(who.personId)).bookings.find((one) => one.id === bookingId)

async function lettersOf({ who, bookingId }: Ticket): Promise<string[]> {
  const mine = { personId: who.personId, 'link.params.bookingId': bookingId }
  const rows = await nativeDb().collection('messages').find(mine).sort({ at: 1 }).toArray()
  return rows.map((one) => String(one['title']))
}

type Seen = Pick<VaccineVisit, 'bookingId' | 'version'>
const defer = async ({ bookingId, version }: Seen, reason: 'fever' | 'other', words?: string) =>
  await send(
    stage.url,
    vaccines.defer,
    { ...at(bookingId), body: { version, reason, ...(words === undefined ? {} : { words }) } },
    await stage.nurse(),
  )
const observe = async ({ bookingId, version }: Seen, reaction: Reaction, words?: string) =>
  await send(
    stage.url,
    vaccines.observe,
    { ...at(bookingId), body: { version, reaction, ...(words === undefined ? {} : { words }) } },
    await stage.nurse(),
  )
const leave = async ({ bookingId, version }: Seen) =>
  await send(stage.url, vaccines.leave, { ...at(bookingId), body: { version } }, await stage.nurse())

describe('the acts of a visit', () => {
  test('are a nurse’s, by what was seen, from a state that takes them; nothing else changes', async () => {
    const { bookingId, who } = await stage.ticket()
    const { version } = await stage.dossierOf(who.personId)
    const others = { token: await staffToken(stage, 'suichang-finance') }
    const before = await fingerprints(TRACES)
    const bodies = [
      [vaccines.defer, { version, reason: 'fever' }],
      [vaccines.leave, { version }],
      [vaccines.observe, { version, reaction: 'none' }],
    ] as const
    for (const [endpoint, body] of bodies) {
      const call = { ...at(bookingId), body }
      expect((await sendAny(stage.url, endpoint, call, {})).status).toBe(401)
      expect((await sendAny(stage.url, endpoint, call, others)).code).toBe('forbidden')
    }
    expect((await defer({ bookingId, version }, 'fever')).code).toBe('booking-not-there')
    expect((await leave({ bookingId, version })).code).toBe('booking-not-there')
    expect((await observe({ bookingId, version }, 'none')).code).toBe('booking-not-there')
    expect(await fingerprints(TRACES)).toEqual(before)
  })
})

describe('a deferral (vaccines.defer)', () => {
  test('says why, gives the seat back once, and tells the person in the booking', async () => {
    const visit = await stage.arrived()
    const before = await seats()
    expect((await defer({ ...visit, version: visit.version - 1 }, 'fever')).code).toBe('changed-meanwhile')
    const done = (await defer(visit, 'fever', '38.4 度')).value()
    expect(done).toMatchObject({ state: 'DEFERRED', look: null, deferred: { reason: 'fever' } })
    expect(await seats()).toBe(before - 1)
    expect((await defer(visit, 'fever')).value()).toEqual(done)
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await seats()).toBe(before - 1)
    const { who, bookingId } = visit.ticket
    const shown = await send(stage.url, vaccines.booking, { params: { personId: who.personId, bookingId } }, who)
    expect(shown.value()).toMatchObject({ state: 'DEFERRED', reason: expect.stringContaining('发热') })
    expect(await lettersOf(visit.ticket)).toEqual(['疫苗约好了', '疫苗今天没有打'])
  })

  test('for another reason needs words', async () => {
    const visit = await stage.arrived()
    expect((await defer(visit, 'other')).error).toMatchObject({
      code: 'input-refused',
      fields: [{ path: 'body.words' }],
    })
    expect((await defer(visit, 'other', '家里有急事')).value().deferred?.words).toBe('家里有急事')
  })

  test('and a leaving at once end the visit once (vaccines.leave)', async () => {
    const visit = await stage.arrived()
    const before = await seats()
    const answers = await Promise.all([defer(visit, 'fever'), leave(visit)])
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
    expect(await seats()).toBe(before - 1)
    const other = await stage.arrived()
    expect((await leave(other)).value().state).toBe('LEFT')
    expect((await leave(other)).value().state).toBe('LEFT')
  })
})

describe('watching (vaccines.observe)', () => {
  test('ends after half an hour and not before where nothing was seen; a repeat answers what stands', async () => {
    const visit = await stage.arrived()
    const given = (await stage.vaccinate(visit)).value()
    const before = await fingerprints(TRACES)
    expect((await observe(given, 'none')).error).toMatchObject({
      code: 'observation-running',
      params: { until: expect.stringMatching(/^\d\d:\d\d$/) },
    })
    expect(await fingerprints(TRACES)).toEqual(before)
    await stage.world.advance(30 * 60_000)
    const done = (await observe(given, 'none')).value()
    expect(done).toMatchObject({ state: 'OBSERVED', observed: { reaction: 'none' } })
    expect((await observe(given, 'mild', '低热')).value()).toEqual(done)
  })

  test('takes down a reaction when it comes, in words; a severe one is found by whoever audits', async () => {
    const visit = await stage.arrived()
    const given = (await stage.vaccinate(visit)).value()
    expect((await observe(given, 'severe')).error).toMatchObject({ fields: [{ path: 'body.words' }] })
    const done = (await observe(given, 'severe', '全身皮疹，已用药')).value()
    expect(done).toMatchObject({ state: 'OBSERVED', observed: { reaction: 'severe', words: '全身皮疹，已用药' } })
    expect((await observe(given, 'none')).value()).toEqual(done)
    const { pending = [] } = await stage.dossierOf(visit.ticket.who.personId)
    const entry = pending.find((one) => one.name === 'vaccines.observe')
    expect(entry?.data).toMatchObject({ severe: true })
    expect(JSON.stringify(entry)).not.toContain('皮疹')
  })
})

describe('a day that is over', () => {
  test('leaves who did not come as such, with no change used up, and another booking is free to them', async () => {
    const missed = await stage.ticket()
    const stayed = await stage.arrived()
    await stage.work(['close-vaccine-days'])
    expect((await entryOf(missed))?.state).toBe('CONFIRMED')
    await stage.world.advance(DAY)
    await stage.work(['close-vaccine-days'])
    expect(await entryOf(missed)).toMatchObject({ state: 'NO_SHOW', changes: 0 })
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await lettersOf(missed)).toContain('疫苗还没有打')
    expect((await entryOf(stayed.ticket))?.state).toBe('CHECKED_IN')
    expect((await stage.checkIn(missed.code)).code).toBe('check-in-other-day')
    const again = await stage.session('FLU-IIV', stage.today(), { first: 5 })
    const who = await stage.caller(missed.key)
    expect((await stage.hold(who, who.personId, again)).value()).toMatchObject({ state: 'HELD', changesLeft: 3 })
  })

  test('a week later lets a visit go that nobody ended', async () => {
    await stage.world.advance(8 * DAY)
    await stage.work(['close-vaccine-days', 'lapse-holds'])
    const rows = await dossiers.find(stage.ctx(), { bookings: { $elemMatch: { day: stage.flu.day } } })
    const states = rows.flatMap(({ bookings }) => bookings).map(({ state }) => state)
    expect(states.length).toBeGreaterThan(5)
    expect(states.filter((one) => one === 'CHECKED_IN' || one === 'CONFIRMED')).toEqual([])
  })
})
