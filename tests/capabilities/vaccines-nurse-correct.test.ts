/** What was written down of a dose of ours was wrong: put right with a reason, the old values kept, told again, later bookings judged anew. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import type { VaccineVisit } from '@xlb/shared/vaccines/nurse-schemas.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { reports } from '../../server/src/capabilities/vaccines/data/reports.ts'
import { sites } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { sessions } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { send } from '../support/call.ts'
import {
  FLU,
  TRACES,
  expectAgreement,
  newPack,
  openNurseStage,
  type NurseStage,
  type Ticket,
} from '../support/nurse-stage.ts'
import { fieldsIn, objectsIn } from '../support/json.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'
import { noneApplies } from '../support/vaccine-questions.ts'

let stage: NurseStage

beforeAll(async () => {
  stage = await openNurseStage()
})
afterEach(() => expectAgreement(stage))
afterAll(() => stage.stop())

async function given(key?: string): Promise<VaccineVisit & { readonly ticket: Ticket }> {
  const { ticket, ...visit } = await stage.arrived(key)
  return { ...(await stage.vaccinate(visit)).value(), ticket }
}

interface More {
  readonly reason?: string
  readonly product?: string
  readonly day?: string
  readonly lotId?: string
  readonly packCode?: string
  readonly version?: number
}
async function correct(visit: VaccineVisit, more: More, who?: { token?: string }, siteId = stage.site._id) {
  const packCode = visit.given?.packCode ?? ''
  const said = { version: visit.version, reason: '登记时选错了', product: FLU, day: visit.day, lotId: stage.lot._id }
  const call = { params: { siteId, bookingId: visit.bookingId }, body: { ...said, packCode, ...more } }
  return await send(stage.url, vaccines.correctDose, call, who ?? (await stage.nurse()))
}
const doseOf = async (visit: { ticket: Ticket }) =>
  (await stage.dossierOf(visit.ticket.who.personId)).doses.find((one) => one.ours !== undefined)

describe('a correction (vaccines.correctDose)', () => {
  test('is a nurse’s of the site where it was given, by what was seen; what cannot be is refused, and nothing else changes', async () => {
    const visit = await given()
    const waiting = await stage.arrived()
    const others = { token: await staffToken(stage, 'suichang-finance') }
    const [other] = await sites.find(stage.ctx(), { _id: { $ne: stage.site._id } }, { limit: 1 })
    const day = addDays(stage.today(), -1)
    const expired = await stage.lotOf({ expiry: addDays(stage.today(), -5) })
    const before = await fingerprints(TRACES)
    expect((await correct(visit, { day }, {})).status).toBe(401)
    expect((await correct(visit, { day }, others)).code).toBe('forbidden')
    expect((await correct(visit, { day }, undefined, other?._id ?? '')).status).toBe(404)
    expect((await correct(visit, { day, version: visit.version - 1 })).code).toBe('changed-meanwhile')
    expect((await correct(waiting, { day, packCode: newPack() })).code).toBe('booking-not-there')
    expect((await correct(visit, { day: addDays(stage.today(), 1) })).error?.fields).toMatchObject([
      { path: 'body.day' },
    ])
    expect((await correct(visit, { product: 'NONE' })).error?.fields).toMatchObject([{ path: 'body.product' }])
    expect((await correct(visit, { product: 'MMR' })).code).toBe('lot-unfit')
    expect((await correct(visit, { lotId: expired._id })).code).toBe('lot-expired')
    expect(await fingerprints(TRACES)).toEqual(before)
  })

  test('of day and lot keeps what stood before, is told under another number, and the dose counts once', async () => {
    const visit = await given('wang-xiulan')
    await stage.work(['relay-pending', 'dispatch-outbox', 'report-doses'])
    const old = (await doseOf(visit))?.ours?.reportNo ?? ''
    const lot = await stage.lotOf()
    const day = addDays(stage.today(), -1)
    const done = (await correct(visit, { day, lotId: lot._id })).value()
    expect(done.given).toMatchObject({ day, lotNo: lot.lotNo, corrections: 1 })
    expect((await correct(visit, { day, lotId: lot._id })).value()).toEqual(done)
    const dose = await doseOf(visit)
    expect(dose).toMatchObject({ day, lot: lot.lotNo, ours: { lotId: lot._id } })
    expect(dose?.ours?.was).toMatchObject([
      { reportNo: old, day: stage.today(), lot: stage.lot.lotNo, reason: '登记时选错了' },
    ])
    await stage.work(['relay-pending', 'dispatch-outbox', 'report-doses'])
    const now = dose?.ours?.reportNo ?? ''
    expect(now).not.toBe(old)
    expect(await reports.findOne(stage.ctx(), { reportNo: now })).toMatchObject({ state: 'REPORTED' })
    const { doses } = await stage.askRegistry(visit.ticket.key)
    expect(doses.filter((one) => one.product === FLU && one.day >= day)).toHaveLength(1)
    // And in the province's own books, which other counties read.
    const { items } = fieldsIn(await stage.world.control('registry/doses'))
    const theirs = objectsIn(items).filter((one) => [old, now].includes(String(one['source'])))
    expect(theirs).toMatchObject([{ source: now, day }])
  })

  test('of a dose that was not told yet lets only the right one be told', async () => {
    const visit = await given()
    await stage.work(['relay-pending', 'dispatch-outbox'])
    const old = (await doseOf(visit))?.ours?.reportNo ?? ''
    await correct(visit, { day: addDays(stage.today(), -1) })
    await stage.work(['relay-pending', 'dispatch-outbox', 'report-doses'])
    expect(await reports.findOne(stage.ctx(), { reportNo: old })).toMatchObject({ state: 'SUPERSEDED' })
  })

  test('of nothing tells a dose anew that the registry had refused, and only that', async () => {
    const visit = await given()
    await stage.work(['relay-pending', 'dispatch-outbox'])
    const old = (await doseOf(visit))?.ours?.reportNo ?? ''
    expect((await correct(visit, {})).value().given?.corrections).toBe(0)
    await reports.update(stage.ctx(), { reportNo: old }, { $set: { state: 'REFUSED', nextTryAt: null } })
    expect((await correct(visit, {})).value().given?.corrections).toBe(1)
    await stage.work(['relay-pending', 'dispatch-outbox', 'report-doses'])
    const now = (await doseOf(visit))?.ours?.reportNo ?? ''
    expect(await reports.findOne(stage.ctx(), { reportNo: now })).toMatchObject({ state: 'REPORTED' })
    expect(now).not.toBe(old)
  })

  test('of the pack alone is told to nobody, and the pack that was scanned by mistake is free again', async () => {
    const visit = await given()
    const [wrong, right] = [visit.given?.packCode ?? '', newPack()]
    const old = (await doseOf(visit))?.ours?.reportNo
    expect((await correct(visit, { packCode: right })).value().given?.packCode).toBe(right)
    expect((await doseOf(visit))?.ours?.reportNo).toBe(old)
    const next = await stage.arrived()
    expect((await stage.vaccinate(next, { packCode: right })).code).toBe('pack-given')
    expect((await stage.vaccinate(next, { packCode: wrong })).value().state).toBe('VACCINATED')
  })

  test('by two nurses at once is one; onto a dose that stands it is refused', async () => {
    const visit = await given()
    const days = [addDays(stage.today(), -1), addDays(stage.today(), -2)]
    const answers = await Promise.all(days.map((day) => correct(visit, { day })))
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
    expect((await doseOf(visit))?.ours?.was).toHaveLength(1)
    const { personId } = visit.ticket.who
    const twin = { id: 'd', revision: 1, product: FLU, day: addDays(stage.today(), -9), lot: null, site: '别处' }
    await dossiers.update(stage.ctx(), { personId }, { $push: { doses: twin } })
    const { version } = await stage.dossierOf(personId)
    expect((await correct(visit, { day: twin.day, version })).code).toBe('dose-twice')
  })

  test('lets later bookings be judged anew, and leaves a trail without words of the reason', async () => {
    const visit = await given()
    const reason = '家属指出日期写错'
    await correct(visit, { day: addDays(stage.today(), -1), reason })
    const { pending = [] } = await stage.dossierOf(visit.ticket.who.personId)
    expect(pending.map((one) => one.name)).toEqual(
      expect.arrayContaining(['vaccines.correct-dose', 'vaccines.history-changed']),
    )
    expect(JSON.stringify(pending)).not.toContain(reason)
  })
})

describe('a later booking', () => {
  test('that no longer fits a corrected dose is to be placed anew, and its people read why', async () => {
    const mother = await stage.caller('pan-jiayi')
    const child = await stage.childId('wu-muqing')
    const day = addDays(stage.today(), -1)
    const walk = {
      params: { siteId: stage.site._id },
      body: { idNo: demoChild('wu-muqing').idNo, product: FLU, day, time: '09:00' },
    }
    const given = { lotId: stage.lot._id, packCode: newPack() }
    const reason = { idNo: walk.body.idNo, reason: 'from-paper', emergency: true } as const
    await send(stage.url, vaccines.askChildDuty, { params: walk.params, body: reason }, await stage.nurse())
    const visit = (
      await send(stage.url, vaccines.walkIn, { ...walk, body: { ...walk.body, given } }, await stage.nurse())
    ).value()
    expect(visit).toMatchObject({ state: 'VACCINATED', dose: 1 })
    const seats = { params: { personId: child, product: FLU, siteId: stage.site._id } }
    const { first } = (await send(stage.url, vaccines.seats, seats, mother)).value()
    const session = await stage.session(FLU, first.day ?? '', { first: 3, later: 3 })
    const held = (await stage.hold(mother, child, session)).value()
    const params = { personId: child, bookingId: held.id }
    const agreed = { version: held.version, notice: '2026-11', answers: noneApplies(FLU) }
    const booked = (await send(stage.url, vaccines.confirm, { params, body: agreed }, mother)).value()
    // What the visit itself told is done with: only the correction is left to tell.
    await stage.work(['relay-pending', 'dispatch-outbox'])
    const right = { version: booked.version, day: stage.today(), ...given }
    expect((await correct(visit, right)).value().given?.day).toBe(stage.today())
    await stage.work(['relay-pending', 'dispatch-outbox'])
    const after = (await send(stage.url, vaccines.booking, { params }, mother)).value()
    expect(after).toMatchObject({ state: 'REBOOK_NEEDED', reason: expect.stringContaining('离上一剂太近') })
  })
})

describe('what is held of a person', () => {
  test('is told with doses and bookings; erased, our doses stay by law and the answers go', async () => {
    const visit = await given()
    const { personId } = visit.ticket.who
    const { vaccinations, vaccineBookings } = await stage.personalData.exportOf(stage.ctx(), personId)
    expect(vaccinations).toMatchObject([{ product: FLU, packCode: visit.given?.packCode }])
    expect(vaccineBookings).toMatchObject([{ product: FLU, state: 'VACCINATED', answers: expect.any(Array) }])
    const foretold = await stage.personalData.foretell?.(stage.ctx(), personId)
    const erased = await stage.personalData.erase(stage.ctx(), personId)
    expect(erased).toEqual(foretold)
    expect(erased.map((one) => one.outcome).sort()).toEqual(['erased', 'erased', 'kept'])
    const row = await stage.dossierOf(personId)
    expect(row).toMatchObject({ state: 'ERASED', name: null, birthDay: null, bookings: [{ answers: [] }] })
    expect(row.doses).toMatchObject([{ product: FLU, lot: stage.lot.lotNo }])
    expect(await stage.personalData.erase(stage.ctx(), personId)).toEqual([])
    expect(await countRows('vaccineDossiers', { personId })).toBe(1)
    expect((await correct(visit, { day: addDays(stage.today(), -1) })).status).toBe(404)
  })

  test('erased with a booking that is still to come: it ends, its seat goes to the next, and nobody gets a letter', async () => {
    const ticket = await stage.ticket()
    const { personId } = ticket.who
    const taken = async () => (await sessions.findOne(stage.ctx(), { _id: stage.flu._id }))?.seats.length ?? -1
    const before = await taken()
    const foretold = await stage.personalData.foretell?.(stage.ctx(), personId)
    expect(await stage.personalData.erase(stage.ctx(), personId)).toEqual(foretold)
    expect(foretold?.map((one) => one.what)).toContain('疫苗预约（取消，名额放回）')
    const row = await stage.dossierOf(personId)
    expect(row).toMatchObject({ state: 'ERASED', bookings: [{ state: 'CANCELLED', answers: [] }] })
    expect(await taken()).toBe(before - 1)
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await countRows('messages', { personId, title: '疫苗预约已取消' })).toBe(0)
  })
})
