/** Somebody without a booking, today or written down later: found by the ID number, judged by the rules of that day, without a seat. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { send } from '../support/call.ts'
import { FLU, TRACES, expectAgreement, newPack, openNurseStage, type NurseStage } from '../support/nurse-stage.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

/** A right number of nobody in the county. */
const NOBODY = '11010519491231002X'

let stage: NurseStage

beforeAll(async () => {
  stage = await openNurseStage()
})
afterEach(() => expectAgreement(stage))
afterAll(() => stage.stop())

interface More {
  readonly product?: string
  readonly day?: string
  readonly time?: string
  readonly given?: { lotId: string; packCode: string }
}
const walkIn = async (idNo: string, more: More = {}, token?: { token: string }) =>
  await send(
    stage.url,
    vaccines.walkIn,
    {
      params: { siteId: stage.site._id },
      body: { idNo, product: FLU, day: stage.today(), time: '07:50', ...more },
    },
    token ?? (await stage.nurse()),
  )

describe('a walk-in (vaccines.walkIn)', () => {
  test('is a nurse’s; an ID number that is none, of nobody, or a time that is not now is refused, and nothing else changes', async () => {
    const { idNo } = await stage.somebody()
    const others = { token: await staffToken(stage, 'suichang-finance') }
    const before = await fingerprints(TRACES)
    expect((await walkIn(idNo, {}, { token: '' })).status).toBe(401)
    expect((await walkIn(idNo, {}, others)).code).toBe('forbidden')
    expect((await walkIn('123')).error?.fields).toMatchObject([{ path: 'body.idNo' }])
    expect((await walkIn(NOBODY)).code).toBe('walk-in-unknown')
    expect((await walkIn(idNo, { day: addDays(stage.today(), 1) })).error?.fields).toMatchObject([{ path: 'body.day' }])
    expect((await walkIn(idNo, { day: addDays(stage.today(), -8) })).error?.fields).toMatchObject([
      { path: 'body.day' },
    ])
    expect((await walkIn(idNo, { time: '23:50' })).error?.fields).toMatchObject([{ path: 'body.time' }])
    expect((await walkIn(idNo, { product: 'NONE' })).status).toBe(404)
    expect(await fingerprints(TRACES)).toEqual(before)
  })

  test('is there without a seat, by the full name, and is given like anybody; again it is the same visit', async () => {
    const { idNo, key, who } = await stage.somebody()
    const taken = async () => (await sessions.findOne(stage.ctx(), { _id: stage.flu._id }))?.seats.length
    const before = await taken()
    const visit = (await walkIn(idNo)).value()
    expect(visit).toMatchObject({ state: 'CHECKED_IN', name: demoPerson(key).name, bookedBy: 'clinic', dose: 1 })
    expect((await walkIn(idNo.toLowerCase())).value().bookingId).toBe(visit.bookingId)
    expect((await stage.checkIn(visit.code)).value().bookingId).toBe(visit.bookingId)
    expect((await stage.vaccinate(visit)).value().state).toBe('VACCINATED')
    expect(await taken()).toBe(before)
    expect(await countRows('looks', { personId: who.personId, purpose: 'vaccine-walk-in', state: 'SHOWN' })).toBe(2)
    expect((await stage.dossierOf(who.personId)).bookings).toHaveLength(1)
  })

  test('by two nurses at once is one visit', async () => {
    const { idNo, who } = await stage.somebody()
    const both = await Promise.all([walkIn(idNo), walkIn(idNo)])
    expect(new Set(both.map((one) => one.value().bookingId)).size).toBe(1)
    expect((await stage.dossierOf(who.personId)).bookings).toHaveLength(1)
  })

  test('against the schedule, or of a dose that is booked, is refused with the day', async () => {
    expect((await walkIn(demoPerson('lei-songlin').idNo)).error).toMatchObject({
      code: 'dose-not-now',
      params: { reason: 'done-this-season' },
    })
    const { key } = await stage.ticket()
    expect((await walkIn(demoPerson(key).idNo)).error).toMatchObject({
      code: 'dose-booked',
      params: { day: stage.today() },
    })
  })

  test('takes the place of a booking that waits for a new day, which is over then', async () => {
    const { key, who, bookingId } = await stage.ticket()
    const { bookings } = await stage.dossierOf(who.personId)
    const { seatId } = bookings[0] ?? { seatId: '' }
    const waiting = bookings.map((one) => ({ ...one, state: 'REBOOK_NEEDED' as const }))
    await dossiers.update(stage.ctx(), { personId: who.personId }, { $set: { bookings: waiting } })
    await sessions.update(stage.ctx(), { _id: stage.flu._id }, { $pull: { seats: { id: seatId } } })
    expect((await walkIn(demoPerson(key).idNo)).value()).toMatchObject({ state: 'CHECKED_IN', dose: 1 })
    const after = (await stage.dossierOf(who.personId)).bookings
    expect(after.find((one) => one.id === bookingId)).toMatchObject({ state: 'CANCELLED' })
    expect(after).toHaveLength(2)
  })

  test('written down two days later carries day, lot and pack at once, and is told again without a second dose', async () => {
    const { idNo, who } = await stage.somebody()
    const day = addDays(stage.today(), -2)
    const given = { lotId: stage.lot._id, packCode: newPack() }
    const visit = (await walkIn(idNo, { day, time: '09:20', given })).value()
    expect(visit).toMatchObject({ state: 'VACCINATED', day, given: { day, packCode: given.packCode } })
    expect(visit.given?.at).toBe(new Date(`${day}T09:20:00+08:00`).toISOString())
    expect((await walkIn(idNo, { day, time: '09:20', given })).value().bookingId).toBe(visit.bookingId)
    const { doses } = await stage.dossierOf(who.personId)
    expect(doses.map((one) => one.day)).toEqual([day])
    const lot = await stage.lotOf({ expiry: addDays(stage.today(), -3) })
    const other = await stage.somebody()
    const late = { day, time: '09:20', given: { lotId: lot._id, packCode: newPack() } }
    expect((await walkIn(other.idNo, late)).code).toBe('lot-expired')
  })

  test('is met from what stands while the registry is down; of somebody new it says that it cannot be reached', async () => {
    const known = await stage.somebody()
    await send(stage.url, vaccines.plan, { params: { personId: known.who.personId } }, known.who)
    const fresh = await stage.somebody()
    await stage.world.fault('registry.down')
    expect((await walkIn(known.idNo)).value().state).toBe('CHECKED_IN')
    expect((await walkIn(fresh.idNo)).code).toBe('registry-unreachable')
    expect(await countRows('vaccineDossiers', { personId: fresh.who.personId })).toBe(0)
  })
})
