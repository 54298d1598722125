/**
 * A session is stopped, goes on, is moved to another day, or is over. Promises: nobody books a stopped one; every booking in it is placed anew or goes along, and
 * its people are told, also when the process dies half way: whoever still has a seat there is found again.
 */
import { dayOf } from '@xlb/shared/platform/time.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import { sessionTable } from '@xlb/shared/vaccines/states.ts'
import { movedReason, sessionReason } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { dossiers, type BookingEntry, type DossierRow } from '../data/dossiers.ts'
import { moveSeats, sessions, type SessionRow } from '../data/sessions.ts'
import { clashing } from '../domain/book.ts'
import { rejudge } from '../domain/rejudge.ts'
import { endOfDay } from '../domain/times.ts'
import { historyOf } from './hold-seat.ts'
import { moveBooking, type Seen } from './keep-booking.ts'
import { loadSite } from './plan-sessions.ts'
import { refusedField } from './refused-field.ts'
import { isOpen, unsettle } from './rejudge-bookings.ts'

const BATCH = 200

async function loadSession(ctx: StaffCtx, sessionId: string): Promise<SessionRow> {
  const row = await sessions.findOne(ctx, { _id: sessionId })
  if (row === null) throw notFound()
  await loadSite(ctx, row.siteId)
  return row
}

/** @throws AppError `session-over`, `changed-meanwhile` */
async function moveSession(
  ctx: StaffCtx,
  row: SessionRow,
  event: 'suspend' | 'resume',
  reason: string | null,
): Promise<SessionRow> {
  const state = nextState(sessionTable, row.state, event)
  if (state === null) throw new AppError('session-over')
  const events = event === 'suspend' ? [{ name: 'vaccines.session-stopped' }] : []
  const deed = { act: `vaccines.${event}-session`, events }
  const moved = await moveRecord(ctx, sessions, row, { state, set: { reason } }, deed)
  if (moved === null) throw new AppError('changed-meanwhile')
  return moved
}

export async function suspendSession(ctx: StaffCtx, sessionId: string, reason: string): Promise<SessionRow> {
  const row = await loadSession(ctx, sessionId)
  if (row.state === 'SUSPENDED' && row.reason === reason) return row
  return await moveSession(ctx, row, 'suspend', reason)
}

/** Those who were told already choose for themselves. */
export async function resumeSession(ctx: StaffCtx, sessionId: string): Promise<SessionRow> {
  const row = await loadSession(ctx, sessionId)
  if (row.state === 'RELEASED') return row
  return await moveSession(ctx, row, 'resume', null)
}

/** Its day is over. */
export async function closeSessions(ctx: Ctx): Promise<void> {
  const before = dayOf(ctx.clock.now())
  for (const state of ['DRAFT', 'RELEASED', 'SUSPENDED'] as const) {
    const over = { state, day: { $lt: before } }
    for (const row of await sessions.find(ctx, over, { sort: { day: 1 }, limit: BATCH }))
      await moveRecord(ctx, sessions, row, { state: 'CLOSED' }, { act: 'vaccines.close-session' })
  }
}

/** @throws AppError `session-over`, `session-there`, `changed-meanwhile`, `input-refused` */
export async function moveSessionTo(ctx: StaffCtx, sessionId: string, day: string): Promise<SessionRow> {
  const row = await loadSession(ctx, sessionId)
  if (row.day === day) return row
  // Those of the move before have to follow first: a seat remembers one day.
  if (row.movedFrom !== null) throw new AppError('changed-meanwhile')
  const today = dayOf(ctx.clock.now())
  if (row.state === 'CLOSED' || row.day < today) throw new AppError('session-over')
  if (day <= today) throw refusedField('body.day', '要改到今天以后的日子。')
  const deed = {
    act: 'vaccines.move-session',
    note: { from: row.day, to: day },
    events: [{ name: 'vaccines.session-moved' }],
  }
  const moved = await moveRecord(ctx, sessions, row, { set: { day, movedFrom: row.day } }, deed).catch(
    (error: unknown) => {
      if (isDuplicateKey(error)) throw new AppError('session-there', { day })
      throw error
    },
  )
  if (moved === null) throw new AppError('changed-meanwhile')
  return moved
}

/** Bookings of stopped sessions, and of moved ones that have not followed: until no seat is left there. */
export async function followSessions(ctx: Ctx): Promise<void> {
  const today = dayOf(ctx.clock.now())
  const stopped = { state: 'SUSPENDED' as const, day: { $gte: today }, 'seats.0': { $exists: true } }
  for (const row of await sessions.find(ctx, stopped, { sort: { day: 1 }, limit: BATCH })) await emptySession(ctx, row)
  for (const row of await sessions.find(ctx, { movedFrom: { $gt: '' } }, { limit: BATCH, hint: 'moved' }))
    await followMoved(ctx, row)
}

async function* bookingsIn(ctx: Ctx, sessionId: string): AsyncGenerator<Seen> {
  let after = ''
  for (;;) {
    const inside = { 'bookings.sessionId': sessionId, _id: { $gt: after } }
    const found = await dossiers.find(ctx, inside, { sort: { _id: 1 }, limit: BATCH, hint: 'inSession' })
    for (const dossier of found)
      for (const booking of dossier.bookings.filter((one) => one.sessionId === sessionId && isOpen(one)))
        yield { dossier, booking }
    const last = found.at(-1)
    if (last === undefined || found.length < BATCH) return
    after = last._id
  }
}

async function emptySession(ctx: Ctx, { _id, reason }: SessionRow): Promise<void> {
  for await (const seen of bookingsIn(ctx, _id)) await unsettle(ctx, seen, sessionReason(reason ?? ''))
}

/** Seats last until the new day's end; each booking goes along where the schedule and the person's other times allow it. */
async function followMoved(ctx: Ctx, row: SessionRow): Promise<void> {
  await moveSeats(ctx, row._id, endOfDay(row.movedFrom ?? row.day), endOfDay(row.day))
  let open = false
  for await (const seen of bookingsIn(ctx, row._id)) {
    if (seen.booking.day === row.day) continue
    if ((await follow(ctx, seen, row.day)) === null) open = true
  }
  // Somebody was faster with one of them: the next round looks again.
  if (!open) await moveRecord(ctx, sessions, row, { set: { movedFrom: null } }, { act: 'vaccines.follow-session' })
}

async function follow(ctx: Ctx, seen: Seen, day: string): Promise<Seen | null> {
  if (seen.booking.state === 'HELD' || !fits(ctx, seen.dossier, seen.booking, day))
    return await unsettle(ctx, seen, movedReason)
  const events = ['vaccines.moved']
  return await moveBooking(ctx, seen, {
    event: null,
    set: { day },
    act: 'vaccines.move-booking',
    note: { day },
    events,
  })
}

function fits(ctx: Ctx, dossier: DossierRow, booking: BookingEntry, day: string): boolean {
  const history = historyOf(dossier, ctx.clock.now())
  const verdict = rejudge(history, { ...booking, day })
  const { from, until, id } = booking
  return 'stands' in verdict && verdict.stands === booking.dose && clashing(history, { day, from, until }, id) === null
}
