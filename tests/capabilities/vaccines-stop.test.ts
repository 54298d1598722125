/** A clinic stops a session, lets it go on, moves it: nobody keeps a seat in a stopped one, whoever had one is told and chooses anew, and no change is counted. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions, type SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { send } from '../support/call.ts'
import { countRows } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'
import { verified } from '../support/verified.ts'

let stage: VaccineStage
let nurse: { token: string }
let who: Caller
let next = 3

beforeAll(async () => {
  stage = await openVaccineStage()
  nurse = { token: await staffToken(stage, 'suichang-nurse') }
})
beforeEach(async () => {
  who = await stage.caller('wang-xiulan')
  await send(stage.url, vaccines.plan, { params: { personId: who.personId } }, who)
  const doses = (await dossiers.findOne(stage.ctx(), { personId: who.personId }))?.doses ?? []
  const others = doses.filter((one) => one.site !== '别处')
  await dossiers.update(stage.ctx(), { personId: who.personId }, { $set: { bookings: [], doses: others } })
  for (const row of await sessions.find(stage.ctx(), { 'seats.0': { $exists: true } }))
    await sessions.update(stage.ctx(), { _id: row._id }, { $set: { seats: [] } })
  next += 2
})
afterEach(async () => {
  expect((await verified(stage, 'vaccines')).differences).toEqual([])
})
afterAll(() => stage.stop())

const FLOWS = ['relay-pending', 'dispatch-outbox', 'follow-sessions', 'relay-pending', 'dispatch-outbox']
const params = (bookingId: string) => ({ personId: who.personId, bookingId })
const bookingOf = async (id: string) => (await send(stage.url, vaccines.booking, { params: params(id) }, who)).value()
const lettersOf = (id: string, title: string) => countRows('messages', { 'link.params.bookingId': id, title })
const seatsIn = async ({ _id }: SessionRow) => (await sessions.findOne(stage.ctx(), { _id }))?.seats.length
const suspend = (sessionId: string, reason = '疫苗召回', by = nurse) =>
  send(stage.url, vaccines.suspendSession, { params: { sessionId }, body: { reason } }, by)
const resume = (sessionId: string) => send(stage.url, vaccines.resumeSession, { params: { sessionId } }, nurse)
const move = (sessionId: string, day: string, by = nurse) =>
  send(stage.url, vaccines.moveSession, { params: { sessionId }, body: { day } }, by)

/** Nothing of the seed stands in the way on this day. */
async function freeDay(day: string): Promise<string> {
  const there = await sessions.find(stage.ctx(), { siteId: stage.site._id, product: 'FLU-IIV', day })
  const ids = there.map((one) => one._id)
  await sessions.removeAmong(stage.ctx(), ids)
  return day
}

const sessionOn = (day = addDays(stage.today(), next), product = 'FLU-IIV') =>
  stage.session(product, day, { first: 3, later: 3 })

async function booked(session: SessionRow) {
  const held = (await stage.hold(who, who.personId, session)).value()
  const body = { version: held.version, notice: held.notice?.version ?? '', answers: noneApplies(session.product) }
  return (await send(stage.url, vaccines.confirm, { params: params(held.id), body }, who)).value()
}

describe('a session that is stopped (vaccines.suspendSession)', () => {
  test('is stopped by a nurse of its clinic and by nobody else', async () => {
    const session = await sessionOn()
    expect((await suspend(session._id, '召回', { token: '' })).status).toBe(401)
    expect((await suspend(session._id, '召回', { token: await staffToken(stage, 'suichang-finance') })).status).toBe(
      403,
    )
    expect((await suspend('vse_00000000000000000000')).status).toBe(404)
    expect((await sessions.findOne(stage.ctx(), { _id: session._id }))?.state).toBe('RELEASED')
  })

  test('unsettles what is booked, tells why once, and gives the seat back; a new time counts as no change', async () => {
    const session = await sessionOn()
    const booking = await booked(session)
    expect((await suspend(session._id)).value().state).toBe('SUSPENDED')
    await stage.work([...FLOWS, ...FLOWS])
    const unsettled = await bookingOf(booking.id)
    expect(unsettled).toMatchObject({ state: 'REBOOK_NEEDED', reason: '这一场暂停了（疫苗召回）', code: null })
    expect(unsettled.can).toMatchObject({ change: true, cancel: true, confirm: false })
    expect(await lettersOf(booking.id, '疫苗预约要重新选时间')).toBe(1)
    expect(await seatsIn(session)).toBe(0)
    const other = await sessionOn(addDays(session.day, 1))
    const place = { version: unsettled.version, day: other.day, sessionId: other._id, window: '1300' }
    const anew = (await send(stage.url, vaccines.change, { params: params(booking.id), body: place }, who)).value()
    expect(anew).toMatchObject({ state: 'CONFIRMED', day: other.day, reason: null, changesLeft: booking.changesLeft })
  })

  test('ends what is only held, and nobody holds or confirms a seat there any more', async () => {
    const session = await sessionOn()
    const held = (await stage.hold(who, who.personId, session)).value()
    await suspend(session._id)
    const body = { version: held.version, notice: held.notice?.version ?? '', answers: noneApplies('FLU-IIV') }
    const late = await send(stage.url, vaccines.confirm, { params: params(held.id), body }, who)
    expect(late.code).toBe('hold-lapsed')
    await stage.work(FLOWS)
    expect(await bookingOf(held.id)).toMatchObject({ state: 'CANCELLED', reason: '这一场暂停了（疫苗召回）' })
    expect((await stage.hold(who, who.personId, session)).code).toBe('session-not-open')
    expect(await seatsIn(session)).toBe(0)
  })

  test('goes on when the clinic says so; whoever was told stays free to choose', async () => {
    const session = await sessionOn()
    const booking = await booked(session)
    await suspend(session._id)
    await stage.work(FLOWS)
    expect((await resume(session._id)).value().state).toBe('RELEASED')
    expect((await resume(session._id)).value().state).toBe('RELEASED')
    const unsettled = await bookingOf(booking.id)
    const place = { version: unsettled.version, day: session.day, sessionId: session._id, window: '1300' }
    const back = (await send(stage.url, vaccines.change, { params: params(booking.id), body: place }, who)).value()
    expect(back.state).toBe('CONFIRMED')
    expect(await seatsIn(session)).toBe(1)
  })

  test('whose day is over is closed, and moves no more', async () => {
    const session = await sessionOn(addDays(stage.today(), 1))
    await sessions.update(stage.ctx(), { _id: session._id }, { $set: { day: addDays(stage.today(), -1) } })
    await stage.work(['close-sessions'])
    expect((await sessions.findOne(stage.ctx(), { _id: session._id }))?.state).toBe('CLOSED')
    for (const act of [suspend(session._id), resume(session._id), move(session._id, addDays(stage.today(), 9))])
      expect((await act).code).toBe('session-over')
  })
})

describe('a session that is moved (vaccines.moveSession)', () => {
  test('takes its bookings along to the same time of the new day, with their seats, and tells them once', async () => {
    const session = await sessionOn()
    const booking = await booked(session)
    const day = await freeDay(addDays(session.day, 1))
    expect((await move(session._id, day)).value().day).toBe(day)
    expect((await move(session._id, day)).value().day).toBe(day)
    await stage.work([...FLOWS, ...FLOWS])
    expect(await bookingOf(booking.id)).toMatchObject({ state: 'CONFIRMED', day, code: booking.code })
    expect(await lettersOf(booking.id, '接种门诊改了日子')).toBe(1)
    const [seat] = (await sessions.findOne(stage.ctx(), { _id: session._id }))?.seats ?? []
    expect(seat?.until).toBe(Date.parse(`${addDays(day, 1)}T00:00:00+08:00`))
  })

  test('leaves behind whom the schedule does not allow the new day', async () => {
    const session = await sessionOn()
    const booking = await booked(session)
    const day = await freeDay(addDays(session.day, 1))
    // Another clinic gave the same vaccine three days before.
    const dose = { id: 'd', revision: 1, product: 'FLU-IIV', day: addDays(day, -1), lot: null, site: '别处' }
    await dossiers.update(stage.ctx(), { personId: who.personId }, { $push: { doses: dose } })
    await move(session._id, day)
    await stage.work(FLOWS)
    expect((await bookingOf(booking.id)).state).toBe('REBOOK_NEEDED')
    expect(await seatsIn(session)).toBe(0)
  })

  test('is refused for a day that has one, for today, and by somebody else’s nurse', async () => {
    const [session, other] = [await sessionOn(), await sessionOn(addDays(stage.today(), next + 1))]
    expect(await move(session._id, other.day)).toMatchObject({
      error: { code: 'session-there', params: { day: other.day } },
    })
    expect((await move(session._id, stage.today())).error?.fields?.[0]?.path).toBe('body.day')
    expect((await move(session._id, addDays(stage.today(), 80), { token: '' })).status).toBe(401)
    expect((await sessions.findOne(stage.ctx(), { _id: session._id }))?.day).toBe(session.day)
  })
})
