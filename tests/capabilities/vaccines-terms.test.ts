/** The county's own numbers in what people read and in what is done; and a right that ended between the hold and what follows it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import type { SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { allSettings, setSetting } from '../../server/src/platform/settings/settings.ts'
import { send } from '../support/call.ts'
import { setOpen } from '../support/guardian.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'

const PRODUCT = 'IPV'

let stage: VaccineStage
let mother: Caller
let child: string
let session: SessionRow
let held: VaccineBooking

beforeAll(async () => {
  stage = await openVaccineStage()
  mother = await stage.caller('li-xiaoyan')
  child = await stage.childId('he-anan')
  await send(stage.url, vaccines.plan, { params: { personId: child } }, mother)
})
beforeEach(async () => {
  await dossiers.update(stage.ctx(), { personId: child }, { $set: { bookings: [] } })
  session = await stage.session(PRODUCT, addDays(stage.today(), 2), { first: 3, later: 3 })
  held = (await stage.hold(mother, child, session)).value()
})
afterAll(() => stage.stop())

const of = ({ id }: VaccineBooking) => ({ params: { personId: child, bookingId: id } })
const agreed = () => ({ version: held.version, notice: held.notice?.version ?? '', answers: noneApplies(PRODUCT) })
const minutesLeft = ({ holdUntil, asOf }: VaccineBooking): number =>
  (Date.parse(holdUntil ?? asOf) - Date.parse(asOf)) / 60_000

describe('a county that set its own numbers', () => {
  const set = async (values: Readonly<Record<string, number>>): Promise<void> => {
    for (const setting of allSettings().filter(({ key }) => key.startsWith('vaccines.')))
      await setSetting(stage.ctx(), setting, values[setting.key.slice(9)] ?? setting.fallback, { proposal: 'x' })
  }
  afterEach(() => set({}))

  test('reads them on the seats and on the ticket, and they are kept', async () => {
    const usual = { holdMinutes: 10, lateHours: 24, mostChanges: 3, observeMinutes: 30 }
    expect(held.terms).toEqual(usual)
    await set({ 'hold-minutes': 20, 'late-hours': 60, 'most-changes': 5, 'observe-minutes': 45 })
    const own = { holdMinutes: 20, lateHours: 60, mostChanges: 5, observeMinutes: 45 }
    const place = { params: { personId: child, product: PRODUCT, siteId: stage.site._id } }
    expect((await send(stage.url, vaccines.seats, place, mother)).value().terms).toEqual(own)
    const seen = (await send(stage.url, vaccines.booking, of(held), mother)).value()
    expect(seen).toMatchObject({ terms: own, changesLeft: 5 })
    const longer = { ...of(held), body: { version: seen.version } }
    expect(Math.round(minutesLeft((await send(stage.url, vaccines.extend, longer, mother)).value()))).toBe(30)
  })
})

describe('a guardian whose right ended after the hold', () => {
  afterEach(() => setOpen(stage, child, true))

  test('neither sees, lengthens, confirms, changes nor cancels it: it looks like an unknown one', async () => {
    const { version } = held
    const place = { day: session.day, sessionId: session._id, window: session.windows[0]?.id ?? '' }
    const acts = () => [
      send(stage.url, vaccines.booking, of(held), mother),
      send(stage.url, vaccines.extend, { ...of(held), body: { version } }, mother),
      send(stage.url, vaccines.confirm, { ...of(held), body: agreed() }, mother),
      send(stage.url, vaccines.change, { ...of(held), body: { version, ...place } }, mother),
      send(stage.url, vaccines.cancel, { ...of(held), body: { version } }, mother),
    ]
    await setOpen(stage, child, false)
    expect((await Promise.all(acts())).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    const stands = await dossiers.findOne(stage.ctx(), { personId: child })
    expect(stands?.bookings.find(({ id }) => id === held.id)).toMatchObject({ state: 'HELD', extended: false })
    await setOpen(stage, child, true)
    expect((await send(stage.url, vaccines.confirm, { ...of(held), body: agreed() }, mother)).value().state).toBe(
      'CONFIRMED',
    )
  })
})
