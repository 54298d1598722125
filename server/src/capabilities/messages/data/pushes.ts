import type { SubscribeTopic } from '@xlb/shared/messages/subscriptions.ts'
import type { DeliveryState } from '@xlb/shared/messages/states.ts'
import { defineCollection, type Row } from '#platform/db/collection.ts'

/** One message to somebody's WeChat. */
export interface PushRow extends Row {
  readonly state: DeliveryState
  readonly personId: string
  readonly topic: SubscribeTopic
  /** What it tells of, as in the inbox: told again, it stays one. */
  readonly source: string
  readonly page: string
  /** By the words before each value in the template. */
  readonly values: readonly { readonly label: string; readonly value: string }[]
  /** Whom it went to; null before the first try. */
  readonly openid: string | null
  readonly tries: number
  /** Milliseconds: the next try; in SENDING the end of the sender's lease; null when it is over. */
  readonly dueAt: number | null
  readonly at: string
}

export const pushes = defineCollection<PushRow>({
  name: 'messagePushes',
  fields: {
    state: String,
    personId: String,
    topic: String,
    source: String,
    page: String,
    values: [{ _id: false, label: String, value: String }],
    openid: String,
    tries: Number,
    dueAt: Number,
    at: String,
  },
  indexes: [
    { name: 'source', fields: { tenant: 1, personId: 1, source: 1 }, unique: true },
    { name: 'due', fields: { tenant: 1, dueAt: 1 }, partial: { dueAt: { $gt: 0 } } },
    // WeChat refuses two at once to one person (43108): the index holds whoever comes second.
    { name: 'lane', fields: { tenant: 1, openid: 1 }, unique: true, partial: { state: 'SENDING' } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'at', fields: { tenant: 1, at: 1 } },
  ],
  audited: false,
})
