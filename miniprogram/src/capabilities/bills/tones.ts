import type { BillState } from '@xlb/shared/bills/states.ts'
import type { Tone } from '#ui/state-tag.tsx'

/** Every state a look. */
export const billTones: Readonly<Record<BillState, Tone>> = {
  ISSUED: 'due',
  OVERDUE: 'overdue',
  PAYING: 'confirming',
  RECEIVED: 'paid',
  CREDITED: 'credited',
  SUPERSEDED: 'full',
}
