/** What the journeys of vaccines share: the way to a seat, the questions, and the nurse, who has no pages of her own yet. */
import { expect } from '@jest/globals'
import { questionWords } from '../support/vaccine-questions.ts'
import { nurseAtWork as atWork } from '../support/nurse-at-work.ts'
import { lookAt, rowsOf, type Row, type View } from './people.ts'
import type { Phone } from './phone.ts'
import { until, type Stage } from './stage.ts'

export interface Booking {
  readonly id: string
  readonly state: string
  readonly product: string
  readonly day: string
  readonly from: string
  readonly code: string
  readonly siteId: string
  readonly sessionId: string
  readonly seatId: string
  readonly answers: readonly { readonly code: string; readonly yes: boolean }[]
}

export async function bookingsOf(stage: Stage, name: string): Promise<readonly Booking[]> {
  const dossiers = stage.db.collection<{ readonly bookings: readonly Booking[] }>('vaccineDossiers')
  return (await dossiers.findOne({ name }))?.bookings ?? []
}

/** As if nobody had booked for them: their seats are free again. */
export async function forgetBookings(stage: Stage, name: string): Promise<void> {
  const seatIds = (await bookingsOf(stage, name)).map(({ seatId }) => seatId)
  const dossiers = stage.db.collection('vaccineDossiers')
  await dossiers.updateOne({ name }, { $set: { bookings: [] } })
  const ofThem = { seats: { id: { $in: seatIds } } }
  await stage.db.collection<Session>('vaccineSessions').updateMany({ 'seats.id': { $in: seatIds } }, { $pull: ofThem })
}

interface Session {
  readonly _id: string
  readonly day: string
  readonly seats: readonly { readonly id: string }[]
}

const sessionsOf = (stage: Stage) => stage.db.collection<Session>('vaccineSessions')

/** The ids of the seats of a session that stand. */
export async function seatsOf(stage: Stage, sessionId: string): Promise<readonly string[]> {
  return (await sessionsOf(stage).findOne({ _id: sessionId }))?.seats.map(({ id }) => id) ?? []
}

/** The clinic of this session opens another day as well. */
export async function alsoOn(stage: Stage, sessionId: string, day: string): Promise<void> {
  const like = await sessionsOf(stage).findOne({ _id: sessionId })
  if (like === null) throw new Error('no such session')
  await sessionsOf(stage).insertOne({ ...like, _id: `${sessionId.slice(0, -4)}zzzz`, day, seats: [] })
}

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Every question of the product with no. */
export async function answerNo(phone: Phone, product: string): Promise<void> {
  for (const words of questionWords(product)) await phone.tap(new RegExp(`^没有，${escaped(words)}`))
}

/** From the page of the seats to the ticket, with every question answered with no. */
export async function confirmHeld(phone: Phone, view: View, product: string): Promise<void> {
  await phone.see(/名额(还)?(为您|给您)/)
  await answerNo(phone, product)
  await phone.tap(view.name === 'elder' ? '定下来' : '确认预约')
  await phone.see(/已存到手机/)
}

export async function letterOf(stage: Stage, title: string, bookingId: string): Promise<Row & Record<string, unknown>> {
  return await until(`the letter ${title}`, async () => {
    const found = await rowsOf(stage, 'messages').find({ title }).toArray()
    return found.find((one) => JSON.stringify(one).includes(bookingId))
  })
}

/** Signed in at this moment. */
export async function nurseAtWork(stage: Stage, key: string) {
  const { now } = await stage.control('clock')
  return await atWork(stage.urls.app, Date.parse(String(now)), key)
}

/** A page as it stands, and nothing that is wrong with it. */
export async function pass(phone: Phone, view: View, name?: string): Promise<void> {
  await lookAt(phone, name === undefined ? undefined : view.picture(name))
  expect(phone.errors).toEqual([])
}
