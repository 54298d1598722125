/** An earlier record is corrected: bookings that the schedule refuses now stand no longer, their people are told why, and nobody else loses a seat. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import * as z from 'zod'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { recordProvenGuardianships } from '../../server/src/capabilities/families/index.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions, type SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { send } from '../support/call.ts'
import { countRows } from '../support/snapshot.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'
import { verified } from '../support/verified.ts'

let stage: VaccineStage
let mother: Caller
let child: string

beforeAll(async () => {
  stage = await openVaccineStage()
  // JE-L is missing, and a paid varicella dose of 12 November keeps it away until 10 December.
  mother = await stage.caller('pan-jiayi')
  child = await stage.childId('wu-zimo')
  const { name: childName, birthday: childBirthday } = demoChild('wu-zimo')
  const right = { relation: 'mother' as const, since: childBirthday, until: null }
  const pair = {
    guardianPersonId: mother.personId,
    guardianName: '潘佳怡',
    childPersonId: child,
    childName,
    childBirthday,
  }
  await recordProvenGuardianships(stage.ctx(), [{ ...pair, ...right }])
})
beforeEach(async () => {
  const plan = await send(stage.url, vaccines.plan, { params: { personId: child } }, mother)
  expect(plan.error).toBeNull()
  await dossiers.update(stage.ctx(), { personId: child }, { $set: { bookings: [] } })
})
afterEach(async () => {
  expect((await verified(stage, 'vaccines')).differences).toEqual([])
})
afterAll(() => stage.stop())

const FLOWS = ['relay-pending', 'dispatch-outbox', 'relay-pending', 'dispatch-outbox']
const params = (bookingId: string) => ({ personId: child, bookingId })
const bookingOf = async (id: string) =>
  (await send(stage.url, vaccines.booking, { params: params(id) }, mother)).value()
const lettersOf = (id: string, title: string) =>
  countRows('messages', { personId: mother.personId, 'link.params.bookingId': id, title })
const seatsIn = async ({ _id }: SessionRow) => (await sessions.findOne(stage.ctx(), { _id }))?.seats.length

const listedSchema = z.object({
  items: z.array(z.object({ id: z.string(), person: z.string(), product: z.string(), day: z.string() })),
})
/** The last one. */
const listed = async (product: string) => {
  const { items } = listedSchema.parse(await stage.world.control('registry/doses'))
  const found = items
    .filter((one) => one.person === 'wu-zimo' && one.product === product)
    .sort((one, other) => one.day.localeCompare(other.day))
    .at(-1)
  if (found === undefined) throw new Error(`the registry has no ${product}`)
  return found
}
const correct = (id: string, day: string) => stage.world.control('registry/doses/correct', { id, day })

/** The registry is asked again. */
async function readAgain(): Promise<void> {
  await dossiers.update(stage.ctx(), { personId: child }, { $set: { askedAt: 0 } })
  await send(stage.url, vaccines.plan, { params: { personId: child } }, mother)
  await stage.work(FLOWS)
}

async function held(session: SessionRow) {
  const answer = await stage.hold(mother, child, session)
  expect(answer.error).toBeNull()
  return answer.value()
}

async function booked(session: SessionRow) {
  const { id, version, notice } = await held(session)
  const body = { version, notice: notice?.version ?? '', answers: noneApplies(session.product) }
  return (await send(stage.url, vaccines.confirm, { params: params(id), body }, mother)).value()
}

const firstDay = async () => {
  const dossier = await dossiers.findOne(stage.ctx(), { personId: child })
  const last = dossier?.doses.filter((one) => one.product === 'VAR').at(-1)?.day ?? ''
  return addDays(last, 28)
}

describe('a corrected record (the registry says another day)', () => {
  test('unsettles what no longer keeps the interval, with the first day that works; back again, a new time stands', async () => {
    const day = await firstDay()
    const session = await stage.session('JE-L', day, { first: 2, later: 2 })
    const booking = await booked(session)
    const varicella = await listed('VAR')
    await correct(varicella.id, addDays(varicella.day, 5))
    await readAgain()
    const unsettled = await bookingOf(booking.id)
    expect(unsettled).toMatchObject({ state: 'REBOOK_NEEDED' })
    expect(unsettled.reason).toContain(addDays(day, 5))
    expect(await lettersOf(booking.id, '疫苗预约要重新选时间')).toBe(1)
    expect(await seatsIn(session)).toBe(0)
    const early = await send(
      stage.url,
      vaccines.change,
      { params: params(booking.id), body: { version: unsettled.version, day, sessionId: session._id, window: '1300' } },
      mother,
    )
    expect(early).toMatchObject({ error: { code: 'dose-not-now', params: { firstDay: addDays(day, 5) } } })
    await correct(varicella.id, varicella.day)
    await readAgain()
    const now = await bookingOf(booking.id)
    const place = { version: now.version, day, sessionId: session._id, window: '1300' }
    const back = await send(stage.url, vaccines.change, { params: params(booking.id), body: place }, mother)
    expect(back.value().state).toBe('CONFIRMED')
  })

  test('ends a hold as well: its seat is free again, and it cannot be confirmed', async () => {
    const day = await firstDay()
    const session = await stage.session('JE-L', day, { first: 2, later: 2 })
    const hold = await held(session)
    const varicella = await listed('VAR')
    await correct(varicella.id, addDays(varicella.day, 5))
    await readAgain()
    expect(await bookingOf(hold.id)).toMatchObject({ state: 'CANCELLED' })
    expect(await seatsIn(session)).toBe(0)
    await correct(varicella.id, varicella.day)
    await readAgain()
  })

  test('drops what somebody else has given meanwhile, and says that it is not needed any more', async () => {
    const day = await firstDay()
    const session = await stage.session('JE-L', day, { first: 2, later: 2 })
    const booking = await booked(session)
    await stage.world.control('registry/doses/add', {
      person: 'wu-zimo',
      product: 'JE-L',
      day: addDays(stage.today(), -1),
    })
    await readAgain()
    expect(await bookingOf(booking.id)).toMatchObject({ state: 'CANCELLED', reason: '已经打全' })
    expect(await lettersOf(booking.id, '这一剂不用再打了')).toBe(1)
    expect(await seatsIn(session)).toBe(0)
    const given = await listed('JE-L')
    await stage.world.control('registry/doses/remove', { id: given.id })
  })

  test('leaves alone what still fits, and what the same answer says again', async () => {
    await readAgain()
    const session = await stage.session('JE-L', addDays(await firstDay(), 20), { first: 2, later: 2 })
    const booking = await booked(session)
    const varicella = await listed('VAR')
    await correct(varicella.id, addDays(varicella.day, 5))
    await readAgain()
    await readAgain()
    expect(await bookingOf(booking.id)).toMatchObject({ state: 'CONFIRMED', day: session.day })
    expect(await seatsIn(session)).toBe(1)
  })
})
