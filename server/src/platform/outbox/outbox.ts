/**
 * The outbox: events on their way to subscribers, delivered at least once each. Progress is kept per subscriber, so that a failing one repeats
 * alone; what fails twelve times is set aside with an alarm. Done rows leave after 14 days; rows set aside stay until an operator decides.
 */
import { defineCollection, type Row } from '../db/collection.ts'
import type { PlainData } from '../db/record.ts'

export const KEPT_MS = 14 * 86_400_000

export interface Progress {
  readonly subscriber: string
  readonly state: 'WAITING' | 'DONE' | 'DEAD'
  /** Failed tries; a try whose process died counts. */
  readonly tries: number
  /** Milliseconds; not before. */
  readonly nextTryAt: number
}

export interface OutboxRow extends Row {
  readonly eventId: string
  readonly name: string
  readonly recordId: string
  readonly at: string
  readonly data: PlainData
  readonly state: 'NEW' | 'DONE' | 'DEAD'
  /** Milliseconds; null when nothing is left to do. While a worker delivers it, this is the end of its lease. */
  readonly nextTryAt: number | null
  /** Whose delivery this is: a worker that slept past its lease is refused by it. */
  readonly run: string
  /** Claims since a result was last written; above 1, a process died with the event in hand. */
  readonly unsettled: number
  readonly progress: readonly Progress[]
  readonly expireAt: Date | null
}

export const outbox = defineCollection<OutboxRow>({
  name: 'outbox',
  fields: {
    eventId: String,
    name: String,
    recordId: String,
    at: String,
    data: Object,
    state: String,
    nextTryAt: Number,
    run: String,
    unsettled: Number,
    progress: [Object],
    expireAt: Date,
  },
  indexes: [
    { name: 'event', fields: { tenant: 1, eventId: 1 }, unique: true },
    { name: 'due', fields: { tenant: 1, nextTryAt: 1 }, partial: { nextTryAt: { $gt: 0 } } },
    { name: 'dead', fields: { tenant: 1, _id: 1 }, partial: { state: 'DEAD' } },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
})
