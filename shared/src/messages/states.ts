/** A push to somebody's WeChat (DOMAIN.md "notices and messages"): sent at most once for each credit, and never a second time when nobody knows what became of it. */
import { defineStates } from '../platform/states.ts'

export const deliveryStates = [
  'QUEUED',
  'SENDING',
  'RETRY',
  'ACCEPTED',
  'NO_CREDIT',
  'REFUSED',
  'FAILED',
  'UNKNOWN',
] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const deliveryEvents = ['send', 'later', 'accepted', 'noCredit', 'refused', 'failed', 'unknown'] as const
export type DeliveryEvent = (typeof deliveryEvents)[number]

/**
 * `later`: WeChat did not look at it (busy, or another message to the same phone was on its way). `refused`: this account may not send this kind any more.
 * `failed`: it cannot be sent as it is. `unknown`: no answer, or a process that died between sending and recording.
 */
export const deliveryTable = defineStates<DeliveryState, DeliveryEvent>({
  record: 'delivery',
  initial: 'QUEUED',
  moves: {
    QUEUED: { send: 'SENDING', noCredit: 'NO_CREDIT', failed: 'FAILED' },
    RETRY: { send: 'SENDING', noCredit: 'NO_CREDIT', failed: 'FAILED' },
    SENDING: {
      ...{ accepted: 'ACCEPTED', noCredit: 'NO_CREDIT', refused: 'REFUSED', later: 'RETRY' },
      ...{ failed: 'FAILED', unknown: 'UNKNOWN' },
    },
    ACCEPTED: {},
    NO_CREDIT: {},
    REFUSED: {},
    FAILED: {},
    UNKNOWN: {},
  },
})
