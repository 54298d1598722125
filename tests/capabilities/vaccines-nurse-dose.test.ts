/** The dose: by a lot that may be used, a pack that nobody had, and only where the schedule allows it at that very moment; once, whoever presses how often. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { sites } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { send } from '../support/call.ts'
import { FLU, TRACES, newPack, openNurseStage, type NurseStage } from '../support/nurse-stage.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'
import { verified } from '../support/verified.ts'

const MINUTE = 60_000

let stage: NurseStage

beforeAll(async () => {
  stage = await openNurseStage()
})
afterEach(async () => {
  await stage.world.clearFaults()
  expect((await verified(stage, 'vaccines')).differences).toEqual([])
})
afterAll(() => stage.stop())

const at = (bookingId: string, siteId = stage.site._id) => ({ params: { siteId, bookingId } })
const seats = async () => (await sessions.findOne(stage.ctx(), { _id: stage.flu._id }))?.seats.length ?? -1

describe('a dose (vaccines.vaccinate)', () => {
  test('is given by a nurse of the site to somebody who is checked in, and nothing else changes before', async () => {
    const { bookingId, who } = await stage.ticket()
    const { version } = await stage.dossierOf(who.personId)
    const body = { lotId: stage.lot._id, packCode: newPack(), version }
    const others = { token: await staffToken(stage, 'suichang-finance') }
    const nurse = await stage.nurse()
    const other = await otherSite()
    const before = await fingerprints(TRACES)
    expect((await send(stage.url, vaccines.vaccinate, { ...at(bookingId), body }, {})).status).toBe(401)
    expect((await send(stage.url, vaccines.vaccinate, { ...at(bookingId), body }, others)).code).toBe('forbidden')
    expect((await send(stage.url, vaccines.vaccinate, { ...at(bookingId, other), body }, nurse)).status).toBe(404)
    expect((await stage.vaccinate({ bookingId, version })).error).toMatchObject({
      code: 'booking-not-there',
      params: { state: '已预约' },
    })
    expect(await fingerprints(TRACES)).toEqual(before)
  })

  test('stands with lot, expiry, pack, officer and time; counts in the plan at once, and once; a repeat is the same', async () => {
    const visit = await stage.arrived('wang-xiulan')
    const { who } = visit.ticket
    const packCode = newPack()
    const done = (await stage.vaccinate(visit, { packCode })).value()
    expect(done).toMatchObject({ state: 'VACCINATED', look: null, name: expect.stringContaining('*') })
    expect(done.given).toMatchObject({ packCode, lotNo: stage.lot.lotNo, expiry: stage.lot.expiry, day: stage.today() })
    expect(Date.parse(done.given?.observeUntil ?? '') - Date.parse(done.given?.at ?? '')).toBe(30 * MINUTE)
    expect((await stage.vaccinate(visit, { packCode })).value()).toEqual(done)
    expect((await stage.vaccinate(visit)).error).toMatchObject({ code: 'booking-not-there' })
    await stage.work(['relay-pending', 'dispatch-outbox'])
    const letter = { personId: who.personId, 'link.params.bookingId': visit.bookingId, title: '疫苗打好了' }
    expect(await countRows('messages', letter)).toBe(1)
    const ticket = { params: { personId: who.personId, bookingId: visit.bookingId } }
    expect((await send(stage.url, vaccines.booking, ticket, who)).value()).toMatchObject({
      state: 'VACCINATED',
      given: { lot: stage.lot.lotNo, observeUntil: done.given?.observeUntil },
    })
    const { doses } = await stage.dossierOf(who.personId)
    expect(doses.filter((one) => one.day === stage.today())).toHaveLength(1)
    const plan = (await send(stage.url, vaccines.plan, { params: { personId: who.personId } }, who)).value()
    const line = plan.lines.find((one) => one.product === FLU)
    expect(line?.given.at(-1)).toEqual({ day: stage.today(), site: stage.site.name, lot: stage.lot.lotNo })
    expect(line?.none ?? line?.next?.from).not.toBe(stage.today())
  })

  test.each([
    ['expired', async () => await stage.lotOf({ expiry: addDays(stage.today(), -1) }), 'lot-expired'],
    ['of another vaccine', async () => await stage.lotOf({ product: 'MMR' }), 'lot-unfit'],
    ['of another site', async () => await stage.lotOf({ siteId: await otherSite() }), 'not-found'],
  ])('is never given from a lot that is %s, and nothing else changes', async (_words, lotOf, code) => {
    const visit = await stage.arrived()
    const lot = await lotOf()
    const before = await fingerprints(TRACES)
    expect((await stage.vaccinate(visit, { lotId: lot._id })).code).toBe(code)
    expect(await fingerprints(TRACES)).toEqual(before)
    const today = await stage.lotOf({ expiry: stage.today() })
    expect((await stage.vaccinate(visit, { lotId: today._id })).value().state).toBe('VACCINATED')
  })

  test('is never given from a pack that is used up; of a pack of two doses twice, also at once', async () => {
    const [one, two, three] = [await stage.arrived(), await stage.arrived(), await stage.arrived()]
    const packCode = newPack()
    const double = await stage.lotOf({ dosesPerPack: 2 })
    const pack = { packCode, lotId: double._id }
    const answers = await Promise.all([one, two, three].map((visit) => stage.vaccinate(visit, pack)))
    expect(answers.map((answer) => answer.code).sort()).toEqual(['', '', 'pack-given'])
    const late = [one, two, three][answers.findIndex((answer) => answer.code !== '')] ?? one
    expect((await stage.vaccinate(late, { packCode })).code).toBe('pack-given')
    expect((await stage.vaccinate(late)).value().state).toBe('VACCINATED')
  })

  test('by two nurses at once is one dose; the other reads that it is given', async () => {
    for (let n = 0; n < 3; n += 1) {
      const visit = await stage.arrived()
      const answers = await Promise.all([stage.vaccinate(visit), stage.vaccinate(visit)])
      expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
      const { doses, packs } = await stage.dossierOf(visit.ticket.who.personId)
      expect(doses.filter((one) => one.ours !== undefined)).toHaveLength(1)
      expect(packs).toHaveLength(1)
    }
  })

  test('by what was seen: a dossier that moved since is looked at again', async () => {
    const visit = await stage.arrived()
    const answer = await stage.vaccinate({ ...visit, version: visit.version - 1 })
    expect(answer.code).toBe('changed-meanwhile')
  })
})

async function otherSite(): Promise<string> {
  const [other] = await sites.find(stage.ctx(), { _id: { $ne: stage.site._id } }, { limit: 1 })
  return other?._id ?? ''
}

describe('a dose against the schedule', () => {
  test('is refused where the registry was corrected between booking and check-in, with the first day that works', async () => {
    const { code, bookingId, who } = await stage.ticket('li-xiaoyan')
    await stage.world.control('registry/doses/add', {
      person: 'li-xiaoyan',
      product: FLU,
      day: addDays(stage.today(), -3),
    })
    const visit = (await stage.checkIn(code)).value()
    expect(visit.look).toMatchObject({ ok: false, reason: 'done-this-season', dose: null })
    expect(visit.look?.firstDay).toMatch(/-09-01$/)
    expect(visit.look?.why).toMatch(/\p{Script=Han}/u)
    const { version } = await stage.dossierOf(who.personId)
    const before = await fingerprints(TRACES)
    const refused = await stage.vaccinate({ bookingId, version })
    expect(refused.error).toMatchObject({ code: 'dose-not-now', params: { firstDay: visit.look?.firstDay } })
    expect(await fingerprints(TRACES)).toEqual(before)
    const left = await seats()
    const body = { version, reason: 'schedule' as const }
    const deferred = (await send(stage.url, vaccines.defer, { ...at(bookingId), body }, await stage.nurse())).value()
    expect(deferred).toMatchObject({ state: 'DEFERRED', deferred: { reason: 'schedule' } })
    expect(await seats()).toBe(left - 1)
  })

  test('is refused where the record changed after the check-in', async () => {
    const visit = await stage.arrived('he-weijun')
    const dose = { id: 'd', revision: 1, product: FLU, day: addDays(stage.today(), -2), lot: null, site: '别处' }
    const moved = await dossiers.update(
      stage.ctx(),
      { personId: visit.ticket.who.personId },
      { $push: { doses: dose } },
    )
    expect((await stage.vaccinate({ ...visit, version: moved?.version ?? 0 })).code).toBe('dose-not-now')
    await send(
      stage.url,
      vaccines.leave,
      { ...at(visit.bookingId), body: { version: visit.version } },
      await stage.nurse(),
    )
  })
})
