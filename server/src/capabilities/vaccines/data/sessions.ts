/**
 * A vaccination session: one document with all its seats, so that a seat is given by one conditional update and can never be given twice. A seat with `until` is a
 * lease: whoever finds it run out takes it, whatever became of the process that made it.
 */
import { fen, type Fen } from '@xlb/shared/platform/money.ts'
import type { SessionState } from '@xlb/shared/vaccines/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { Ctx } from '#platform/context.ts'
import type { Pool } from '../domain/pools.ts'
import { forgetVain } from './full.ts'

export interface Window {
  /** `0830`. */
  readonly id: string
  /** `08:30`, local. */
  readonly from: string
  readonly until: string
  readonly capacity: Readonly<Record<Pool, number>>
}

export interface SeatDoubt {
  readonly bookingId: string
  /** Epoch milliseconds. */
  readonly until: number
}

export interface Seat {
  /** A booking names its seat; a change takes another one. */
  readonly id: string
  readonly window: string
  readonly pool: Pool
  /** Epoch milliseconds: a hold's end, or the end of the day for a confirmed booking. */
  readonly until: number
  /** A mark of the sign-in that took it: whoever asks again after a lost answer is not sent away. */
  readonly login?: string
  /** Firm before the booking that it is for has it: after `until` somebody looks whether it came to that (settle-seats.ts). */
  readonly doubt?: SeatDoubt
}

export interface SessionRow extends AuditedRow {
  readonly state: SessionState
  readonly siteId: string
  readonly product: string
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** Epoch milliseconds from which it may be booked; null while nobody set it. */
  readonly releaseAt: number | null
  /** Fen, paid at the clinic; null for the programme's. */
  readonly price?: number | null
  /** Chinese: why it was stopped, without a full stop; null while nobody did. */
  readonly reason: string | null
  /** The day it was moved from, while bookings have to follow; null: all have. */
  readonly movedFrom: string | null
  readonly windows: readonly Window[]
  readonly seats: readonly Seat[]
}

const rows = defineCollection<SessionRow>({
  name: 'vaccineSessions',
  fields: {
    state: String,
    siteId: String,
    product: String,
    day: String,
    releaseAt: Number,
    price: Number,
    reason: String,
    movedFrom: String,
    windows: [
      {
        _id: false,
        id: String,
        from: String,
        until: String,
        capacity: { _id: false, first: Number, later: Number, helped: Number },
      },
    ],
    seats: [{ _id: false, id: String, window: String, pool: String, until: Number, login: String, doubt: Object }],
  },
  indexes: [
    { name: 'place', fields: { tenant: 1, siteId: 1, product: 1, day: 1 }, unique: true },
    { name: 'list', fields: { tenant: 1, siteId: 1, product: 1, day: -1, _id: -1 } },
    { name: 'release', fields: { tenant: 1, releaseAt: 1 }, partial: { state: 'DRAFT' } },
    { name: 'product', fields: { tenant: 1, product: 1, state: 1, day: 1 } },
    { name: 'state', fields: { tenant: 1, state: 1, day: 1 } },
    { name: 'moved', fields: { tenant: 1, movedFrom: 1 }, partial: { movedFrom: { $gt: '' } } },
    { name: 'seat', fields: { tenant: 1, 'seats.id': 1 } },
    {
      name: 'doubt',
      fields: { tenant: 1, 'seats.doubt.until': 1 },
      partial: { 'seats.doubt.until': { $gt: 0 } },
    },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})

/** Whoever changes a session may have made room: what is known to be full is forgotten. Taking and lengthening a seat makes none. */
export const sessions: typeof rows = {
  ...rows,
  async update(ctx, filter, change, options) {
    const row = await rows.update(ctx, filter, change, options)
    if (row !== null) forgetVain(row._id)
    return row
  },
}

const among = (input: unknown, as: string, cond: unknown) => ({ $filter: { input, as, cond } })

/** The pools in their order: the first that has room takes the seat; where none has, the seats stay as they are. */
function placed(pools: readonly Pool[], seat: Omit<Seat, 'pool'>): unknown {
  const window = { $first: among('$windows', 'one', { $eq: ['$$one.id', seat.window] }) }
  const taken = (pool: Pool) => ({
    $size: among('$seats', 'seat', { $and: [{ $eq: ['$$seat.window', seat.window] }, { $eq: ['$$seat.pool', pool] }] }),
  })
  return pools.reduceRight<unknown>(
    (otherwise, pool) => ({
      $cond: [
        {
          $lt: [
            taken(pool),
            { $getField: { field: pool, input: { $getField: { field: 'capacity', input: window } } } },
          ],
        },
        { $concatArrays: ['$seats', [{ ...seat, pool }]] },
        otherwise,
      ],
    }),
    '$seats',
  )
}

/**
 * Takes a seat if there is one, in one command: seats whose lease ran out are dropped first. Answers the session afterwards, or null where it is not open to
 * be booked; whether the seat is among its seats says whether it was free. `sites`: the clinics that may give it; null: all.
 */
export async function takeSeat(
  ctx: Ctx,
  session: Pick<SessionRow, '_id' | 'day' | 'product'>,
  pools: readonly Pool[],
  seat: Omit<Seat, 'pool'>,
  sites: readonly string[] | null = null,
): Promise<SessionRow | null> {
  const now = ctx.clock.now()
  const at = sites === null ? {} : { siteId: { $in: [...sites] } }
  const open = { _id: session._id, day: session.day, product: session.product, state: 'RELEASED' as const, ...at }
  return await rows.update(ctx, open, [
    {
      $set: {
        seats: among('$seats', 'seat', { $and: [{ $gt: ['$$seat.until', now] }, { $ne: ['$$seat.id', seat.id] }] }),
      },
    },
    { $set: { seats: placed(pools, seat) } },
  ])
}

/** A longer hold on a seat whose lease still runs, in a session that nobody stopped: the session, or null when the seat is gone. */
export async function keepSeat(ctx: Ctx, id: string, until: number): Promise<SessionRow | null> {
  const running = { id, until: { $gt: ctx.clock.now() } }
  return await rows.update(
    ctx,
    { seats: { $elemMatch: running }, state: 'RELEASED' },
    { $set: { 'seats.$.until': until } },
  )
}

/** Firm seats of a session that moved last until its new day is over; holds run out as they would have. */
export async function moveSeats(ctx: Ctx, sessionId: string, from: number, until: number): Promise<void> {
  const moved = { $cond: [{ $eq: ['$$seat.until', from] }, until, '$$seat.until'] }
  const seats = { $map: { input: '$seats', as: 'seat', in: { $mergeObjects: ['$$seat', { until: moved }] } } }
  await sessions.update(ctx, { _id: sessionId }, [{ $set: { seats } }])
}

/** As people read it. */
export const priceOf = (price: number | null | undefined): Fen | null => (price == null ? null : fen(price))

/** Gives a seat back; nothing happens the second time. */
export async function giveSeatBack(ctx: Ctx, id: string): Promise<void> {
  await sessions.update(ctx, { 'seats.id': id }, { $pull: { seats: { id } } })
}

/** The booking has it: nobody need look again. */
export async function trustSeat(ctx: Ctx, id: string): Promise<void> {
  await rows.update(ctx, { 'seats.id': id }, { $unset: { 'seats.$.doubt': '' } })
}

/** Seats of a window and pool that somebody has at this moment, as an expression of the session's own fields. */
export const takenNow = (window: string, pool: Pool, now: number) => ({
  $size: among('$seats', 'seat', {
    $and: [{ $eq: ['$$seat.window', window] }, { $eq: ['$$seat.pool', pool] }, { $gt: ['$$seat.until', now] }],
  }),
})
