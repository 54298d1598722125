import { defineCollection, type Row } from '#platform/db/collection.ts'
import type { PaymentFact, RefundFact } from '../providers/pay-provider.ts'

/** A verified callback, stored before it is answered and worked off afterwards. Holds no openid. */
export interface ProviderEventRow extends Row {
  readonly eventId: string
  readonly mchid: string
  readonly payment: PaymentFact | null
  readonly refund: RefundFact | null
  readonly receivedAt: string
  /** Milliseconds; null when done. */
  readonly nextTryAt: number | null
  readonly tries: number
  readonly outcome: string | null
}

export const providerEvents = defineCollection<ProviderEventRow>({
  name: 'providerEvents',
  fields: {
    eventId: String,
    mchid: String,
    payment: Object,
    refund: Object,
    receivedAt: String,
    nextTryAt: Number,
    tries: Number,
    outcome: String,
  },
  indexes: [
    { name: 'event', fields: { tenant: 1, mchid: 1, eventId: 1 }, unique: true },
    { name: 'due', fields: { tenant: 1, nextTryAt: 1 }, partial: { nextTryAt: { $gt: 0 } } },
  ],
  audited: false,
})
