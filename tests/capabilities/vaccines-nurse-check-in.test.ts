/** The person is there: by the code of the ticket, with the registry asked again and the schedule's last look; today's list; and that it was looked stands written. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { sites } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { SONGYANG } from '../support/app.ts'
import { send } from '../support/call.ts'
import { FLU, TRACES, expectAgreement, openNurseStage, type NurseStage } from '../support/nurse-stage.ts'
import { watchPlans } from '../support/plans.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

let stage: NurseStage

beforeAll(async () => {
  stage = await openNurseStage()
})
afterEach(() => expectAgreement(stage))
afterAll(() => stage.stop())

describe('a check-in (vaccines.checkIn)', () => {
  test('is a nurse’s, of the site’s own county and office, and nothing else changes', async () => {
    const { code } = await stage.ticket()
    const params = { siteId: stage.site._id }
    const others = { token: await staffToken(stage, 'suichang-finance') }
    const abroad = { token: await staffToken(stage, 'songyang-nurse', SONGYANG) }
    const before = await fingerprints(TRACES)
    expect((await send(stage.url, vaccines.checkIn, { params, body: { code } }, {})).status).toBe(401)
    expect((await send(stage.url, vaccines.checkIn, { params, body: { code } }, others)).code).toBe('forbidden')
    expect((await send(stage.url, vaccines.checkIn, { params, body: { code } }, abroad)).status).toBe(404)
    const [theirs] = await sites.find(stage.ctx(SONGYANG), {}, { limit: 1 })
    const there = { params: { siteId: theirs?._id ?? '' }, body: { code } }
    expect((await send(stage.url, vaccines.checkIn, there, abroad)).code).toBe('check-in-code-unknown')
    expect(await fingerprints(TRACES)).toEqual(before)
  })

  test('of an unknown code, at another site, on another day and of a hold is refused by name, and nothing else changes', async () => {
    const { code, who } = await stage.ticket()
    const other = (await sites.find(stage.ctx(), { _id: { $ne: stage.site._id } }, { limit: 1 }))[0]
    const before = await fingerprints(TRACES)
    expect((await stage.checkIn('ZZZZZZZZ')).code).toBe('check-in-code-unknown')
    expect((await stage.checkIn(code, { siteId: other?._id ?? '' })).error).toMatchObject({
      code: 'check-in-elsewhere',
      params: { site: stage.site.name },
    })
    expect((await stage.checkIn(code, { day: addDays(stage.today(), -1) })).error).toMatchObject({
      code: 'check-in-other-day',
      params: { day: stage.today() },
    })
    expect(await fingerprints(TRACES)).toEqual(before)
    expect(await countRows('looks', { personId: who.personId, state: 'REFUSED' })).toBe(2)
  })

  test('shows the full name, the answers and a look that says the dose may be given; again it is what stands', async () => {
    const { code, key, who, bookingId } = await stage.ticket()
    const visit = (await stage.checkIn(code.toLowerCase())).value()
    expect(visit).toMatchObject({ bookingId, state: 'CHECKED_IN', name: demoPerson(key).name, bookedBy: 'self' })
    expect(visit.look).toMatchObject({ ok: true, fresh: true, dose: 1, firstDay: null })
    expect(visit.answers.length).toBeGreaterThan(0)
    expect(visit.answers.every((one) => !one.yes && /\p{Script=Han}/u.test(one.words))).toBe(true)
    expect((await stage.checkIn(code)).value()).toEqual(visit)
    expect(await countRows('looks', { personId: who.personId, state: 'SHOWN', purpose: 'vaccine-check-in' })).toBe(2)
  })

  test('by two nurses at once is one check-in, and both see it', async () => {
    const { code, who } = await stage.ticket()
    const both = await Promise.all([stage.checkIn(code), stage.checkIn(code)])
    expect(both.map((one) => one.value().state)).toEqual(['CHECKED_IN', 'CHECKED_IN'])
    const entries = (await stage.dossierOf(who.personId)).pending ?? []
    expect(entries.filter((one) => one.name === 'vaccines.check-in')).toHaveLength(1)
  })

  test('goes on while the registry is down, and says how old its answer is', async () => {
    const { code, who } = await stage.ticket()
    await stage.world.advance(2 * 3_600_000)
    await stage.world.fault('registry.down')
    expect((await stage.checkIn(code)).value()).toMatchObject({ state: 'CHECKED_IN', look: { ok: true, fresh: true } })
    const { asOf } = await stage.dossierOf(who.personId)
    expect(stage.ctx().clock.now() - Date.parse(asOf)).toBeGreaterThan(3_600_000)
  })

  test('of a booking that was made on an old answer reads again, and it is provisional no longer', async () => {
    await stage.world.fault('registry.stale')
    const { code, bookingId } = await stage.ticket('wang-xiulan')
    const rowOf = async () => {
      const where = { params: { siteId: stage.site._id, day: stage.today() }, query: { limit: '50' } }
      const { items } = (await send(stage.url, vaccines.dayBookings, where, await stage.nurse())).value()
      return items.find((one) => one.bookingId === bookingId)
    }
    expect((await rowOf())?.provisional).toBe(true)
    expect((await stage.checkIn(code)).value()).toMatchObject({ provisional: true, look: { fresh: false } })
    const other = await stage.ticket('he-weijun')
    await stage.world.clearFaults()
    expect((await stage.checkIn(other.code)).value()).toMatchObject({ provisional: false, look: { fresh: true } })
  })

  test('and a cancellation at once: one of them stands, and the seat goes with it', async () => {
    for (let n = 0; n < 3; n += 1) {
      const { code, who, bookingId } = await stage.ticket()
      const { version } = await stage.dossierOf(who.personId)
      const where = { params: { personId: who.personId, bookingId }, body: { version } }
      const [came, went] = await Promise.all([stage.checkIn(code), send(stage.url, vaccines.cancel, where, who)])
      expect([came.status, went.status].sort()).toEqual([200, 409])
      const { bookings } = await stage.dossierOf(who.personId)
      expect(bookings[0]?.state).toBe(came.status === 200 ? 'CHECKED_IN' : 'CANCELLED')
      if (went.status === 200) expect(await stage.checkIn(code)).toMatchObject({ code: 'booking-not-there' })
    }
  })

  test('refuses an answer of the registry about another child, and stays confirmed', async () => {
    const { code, who, bookingId } = await stage.ticket('chen-songlin')
    await stage.world.fault('registry.wrong-child')
    expect((await stage.checkIn(code)).code).toBe('registry-mismatch')
    const dossier = await stage.dossierOf(who.personId)
    expect(dossier.bookings.find((one) => one.id === bookingId)?.state).toBe('CONFIRMED')
  })

  test('is nobody’s of the own family: the officer calls a colleague', async () => {
    const { code, who } = await stage.ticket()
    const staffId = demoId('stf', 'suichang-nurse')
    const officer = await officers.findOne(stage.ctx(), { _id: staffId })
    await officers.update(stage.ctx(), { _id: staffId }, { $set: { personId: who.personId } })
    expect((await stage.checkIn(code)).code).toBe('own-matter')
    await officers.update(stage.ctx(), { _id: staffId }, { $set: { personId: officer?.personId ?? null } })
    expect((await stage.checkIn(code)).value().state).toBe('CHECKED_IN')
  })
})

describe('today’s list (vaccines.dayBookings)', () => {
  const list = async (query: { limit?: string; cursor?: string } = {}, day = stage.today()) =>
    await send(stage.url, vaccines.dayBookings, { params: { siteId: stage.site._id, day }, query }, await stage.nurse())

  test('is a nurse’s of the site, shows everybody by masked names and their time, page by page', async () => {
    const { code, bookingId } = await stage.ticket()
    const where = { params: { siteId: stage.site._id, day: stage.today() } }
    expect((await send(stage.url, vaccines.dayBookings, where, {})).status).toBe(401)
    const others = { token: await staffToken(stage, 'suichang-finance') }
    expect((await send(stage.url, vaccines.dayBookings, where, others)).code).toBe('forbidden')
    const { items } = (await list({ limit: '50' })).value()
    expect(items.find((one) => one.bookingId === bookingId)).toMatchObject({
      ...{ state: 'CONFIRMED', code, product: FLU, dose: 1, window: { from: '13:00', until: '13:30' } },
      bookedBy: 'self',
    })
    expect(items.every((one) => one.name.includes('*'))).toBe(true)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = (await list({ limit: '2', ...(cursor === '' ? {} : { cursor }) })).value()
      paged.push(...page.items.map((one) => one.bookingId))
      cursor = page.next
    }
    expect(paged).toEqual(items.map((one) => one.bookingId))
    expect((await list({}, addDays(stage.today(), 1))).value()).toEqual({ items: [], next: null })
    expect((await list({ cursor: 'abc' })).code).toBe('invalid-input')
  })

  test('walks by indexes, and so do a check-in and the closing of days (P4)', async () => {
    const { code } = await stage.ticket()
    const plans = watchPlans()
    await list()
    await stage.checkIn(code)
    await stage.work(['close-vaccine-days', 'report-doses'])
    const { checked, findings } = await plans.report()
    plans.stop()
    expect(checked).toBeGreaterThan(5)
    expect(findings.filter((one) => one.includes('vaccine'))).toEqual([])
  })
})
