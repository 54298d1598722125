/** What other capabilities tell of and an operator must act on. */
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { Subscriber } from '#platform/capability.ts'

/** Event → kind of alarm, about the event's record. */
const kinds = [
  { event: 'payments.suspended', kind: 'payment-suspense' },
  { event: 'payments.misfit', kind: 'payment-misfit' },
  { event: 'payments.refund-failed', kind: 'refund-failed' },
] as const

export const alarmSubscribers: readonly Subscriber[] = kinds.map(({ event, kind }) => ({
  name: 'raise-alarm',
  event,
  handle: (ctx, { recordId }) => raiseAlarm(ctx, { kind, recordId }),
}))
