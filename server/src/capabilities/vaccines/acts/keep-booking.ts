/**
 * What becomes of a booking: longer, confirmed, cancelled, lapsed. Promises: the seat is firm before the booking says so, and given back by nobody but the update
 * that ended the booking, once; a repeat answers what stands. One conditional update on the dossier decides each race.
 */
import { nextState } from '@xlb/shared/platform/states.ts'
import { bookingTable, type BookingEvent } from '@xlb/shared/vaccines/states.ts'
import { everyQuestion } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import type { Ctx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { moveRecord, type PlainData } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { readableCode } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { dossiers, type Answer, type BookingEntry, type DossierRow } from '../data/dossiers.ts'
import { giveSeatBack, keepSeat } from '../data/sessions.ts'
import { contraindicationWords, productOf } from '../domain/facts.ts'
import { NOTICE_VERSION } from '../domain/notice.ts'
import { endOfDay, momentOf } from '../domain/times.ts'
import { holdMinutes, lateHours } from '../settings.ts'
import { refusedField } from './refused-field.ts'

/** What the phone saw: the record's id follows from the person, the version is what it was shown. */
export interface Seen {
  readonly dossier: DossierRow
  readonly booking: BookingEntry
}

/** 38 bits: useless without the person in front of the nurse. */
export const ticketCode = (): string => readableCode(8)

export const bookingIn = ({ bookings }: DossierRow, id: string): BookingEntry | undefined =>
  bookings.find((one) => one.id === id)

/** @throws AppError not-found */
export async function loadBooking(ctx: Ctx, personId: string, bookingId: string): Promise<Seen> {
  const dossier = await dossiers.findOne(ctx, { personId, 'bookings.id': bookingId })
  const booking = dossier === null ? undefined : bookingIn(dossier, bookingId)
  if (dossier === null || booking === undefined) throw notFound()
  return { dossier, booking }
}

interface Step {
  /** null: it stays in its state. */
  readonly event: BookingEvent | null
  readonly set: Partial<BookingEntry>
  readonly act: string
  readonly note?: PlainData
  readonly events?: readonly string[]
}

/** Moves one booking of a dossier; null where the table refuses, or somebody was faster. Events carry the booking and the seat that it had. */
export async function moveBooking(
  ctx: Ctx,
  { dossier, booking }: Seen,
  { event, set, act, note, events = [] }: Step,
): Promise<Seen | null> {
  const state = event === null ? booking.state : nextState(bookingTable, booking.state, event)
  if (state === null) return null
  const element = { list: 'bookings' as const, where: { id: booking.id, state: booking.state }, set: { ...set, state } }
  const data = { booking: booking.id, seat: booking.seatId }
  const deed = { act, note: { booking: booking.id, ...note }, events: events.map((name) => ({ name, data })) }
  const moved = await moveRecord(ctx, dossiers, dossier, { element }, deed)
  const now = moved === null ? undefined : bookingIn(moved, booking.id)
  return moved === null || now === undefined ? null : { dossier: moved, booking: now }
}

/** It is over, and its seat is given back, once: where the process dies in between, by the event. */
async function endBooking(
  ctx: Ctx,
  seen: Seen,
  event: 'cancel' | 'lapse',
  set: Partial<BookingEntry> = {},
): Promise<Seen | null> {
  return await leaveSeat(ctx, seen, { event, set, act: `vaccines.${event}`, events: ['vaccines.ended'] })
}

/** A move after which the booking has no seat; one of its `events` has to give the seat back as well (index.ts). */
export async function leaveSeat(ctx: Ctx, seen: Seen, step: Step): Promise<Seen | null> {
  const over = step.event === 'unsettle' ? {} : { endedAt: ctx.clock.instant() }
  const moved = await moveBooking(ctx, seen, { ...step, set: { holdUntil: null, ...over, ...step.set } })
  if (moved === null) return null
  crashPoint('vaccine-booking-ended')
  await giveSeatBack(ctx, seen.booking.seatId)
  crashPoint('vaccine-seat-returned')
  return moved
}

/** Reads again and says what is in the way. @throws AppError */
async function refuse(ctx: Ctx, { dossier, booking }: Seen): Promise<never> {
  const { booking: now } = await loadBooking(ctx, dossier.personId, booking.id)
  if (now.state === 'LAPSED') throw new AppError('hold-lapsed')
  throw new AppError(nextState(bookingTable, now.state, 'cancel') === null ? 'booking-over' : 'changed-meanwhile')
}

/** What was seen is what stands. @throws AppError `changed-meanwhile` */
export function refuseVersion({ dossier }: Seen, version: number): void {
  if (dossier.version !== version) throw new AppError('changed-meanwhile')
}

const isHeld = ({ booking }: Seen, now: number): boolean =>
  booking.state === 'HELD' && booking.holdUntil !== null && booking.holdUntil > now

/** Ten minutes* more, once. Two commands after the reading. */
export async function extendHold(ctx: Ctx, seen: Seen): Promise<Seen> {
  const { booking } = seen
  if (booking.state === 'HELD' && booking.extended) return seen
  if (!isHeld(seen, ctx.clock.now())) return await refuse(ctx, seen)
  const holdUntil = (booking.holdUntil ?? 0) + (await settingOf(ctx, holdMinutes)) * 60_000
  if ((await keepSeat(ctx, booking.seatId, holdUntil)) === null) throw new AppError('hold-lapsed')
  crashPoint('vaccine-seat-lengthened')
  const moved = await moveBooking(ctx, seen, {
    event: null,
    set: { holdUntil, extended: true },
    act: 'vaccines.extend',
  })
  return moved ?? (await refuse(ctx, seen))
}

/** The notice as it stands, read and agreed to. */
export interface Agreement {
  readonly notice: string
  readonly answers: readonly Answer[]
}

/** @throws AppError `notice-changed`, `input-refused` (a question is not answered, or one nobody asked), `unfit-for-dose` */
function refuseUnfit(code: string, { notice, answers }: Agreement): void {
  if (notice !== NOTICE_VERSION) throw new AppError('notice-changed')
  const asked = productOf(code)?.contraindications ?? []
  const answered = answers.map((one) => one.code)
  if (asked.length !== answered.length || asked.some((one) => !answered.includes(one)))
    throw refusedField('body.answers', everyQuestion)
  const against = answers.filter((one) => one.yes).map((one) => contraindicationWords[one.code] ?? one.code)
  if (against.length > 0) throw new AppError('unfit-for-dose', { why: against.join('；') })
}

export async function confirmBooking(ctx: Ctx, seen: Seen, agreement: Agreement): Promise<Seen> {
  const { booking } = seen
  if (booking.state === 'CONFIRMED') return seen
  if (!isHeld(seen, ctx.clock.now())) return await refuse(ctx, seen)
  refuseUnfit(booking.product, agreement)
  // First the seat: a confirmed booking without one would be the worse half.
  if ((await keepSeat(ctx, booking.seatId, endOfDay(booking.day))) === null) throw new AppError('hold-lapsed')
  crashPoint('vaccine-seat-firm')
  const set = { holdUntil: null, ...agreement, agreedAt: ctx.clock.instant() }
  const moved = await moveBooking(ctx, seen, {
    ...{ event: 'confirm', set, act: 'vaccines.confirm', events: ['vaccines.confirmed'] },
  })
  if (moved !== null) crashPoint('vaccine-confirmed')
  return moved ?? (await refuse(ctx, seen))
}

export async function cancelBooking(ctx: Ctx, seen: Seen, version: number): Promise<Seen> {
  const { booking } = seen
  if (booking.state === 'CANCELLED') return seen
  refuseVersion(seen, version)
  const begins = momentOf(booking.day, booking.from)
  const late = booking.state === 'CONFIRMED' && begins - ctx.clock.now() < (await settingOf(ctx, lateHours)) * 3_600_000
  if (begins <= ctx.clock.now()) throw new AppError('booking-over')
  const changes = booking.changes + (late ? 1 : 0)
  return (await endBooking(ctx, seen, 'cancel', { changes })) ?? (await refuse(ctx, seen))
}

/** Holds that ran out, and their seats. */
export async function lapseHolds(ctx: Ctx): Promise<void> {
  const due = { 'bookings.holdUntil': { $gt: 0, $lte: ctx.clock.now() } }
  for (const dossier of await dossiers.find(ctx, due, { limit: 200, hint: 'hold' })) await lapseIn(ctx, dossier)
}

/** Ends every hold of a person that ran out, and answers the dossier afterwards. No command where there is none. */
export async function lapseIn(ctx: Ctx, dossier: DossierRow): Promise<DossierRow> {
  const now = ctx.clock.now()
  const booking = dossier.bookings.find((one) => one.state === 'HELD' && one.holdUntil !== null && one.holdUntil <= now)
  if (booking === undefined) return dossier
  const moved = await endBooking(ctx, { dossier, booking }, 'lapse')
  return moved === null ? dossier : await lapseIn(ctx, moved.dossier)
}
