/** A bill arrives from the utility, perhaps not for the first time: what does it mean for the one we have? */
import type { BillState } from '@xlb/shared/bills/states.ts'

export interface Arrived {
  readonly revision: number
  readonly paid: boolean
}

export interface Standing {
  readonly state: BillState
  /** The latest one taken, an adjustment's included. */
  readonly revision: number
}

export type ArrivalDecision = 'insert' | 'supersede' | 'adjust' | 'paidElsewhere' | 'hold' | 'known'

/**
 * A newer revision replaces an unpaid bill and never edits it; it waits (`hold`) for a live order; of money that is here, or credited, it makes an
 * adjustment. A bill paid at the utility's own counter is told by the feed; while our own order lives that word waits, since the order may be the
 * payment it speaks of.
 */
export function judgeArrival(arrived: Arrived, standing: Standing | null): ArrivalDecision {
  if (standing === null) return 'insert'
  const open = standing.state === 'ISSUED' || standing.state === 'OVERDUE'
  if (arrived.revision > standing.revision) return judgeRevision(arrived, standing, open)
  if (arrived.revision !== standing.revision || !arrived.paid) return 'known'
  if (open) return 'paidElsewhere'
  return standing.state === 'PAYING' || standing.state === 'RECEIVED' ? 'hold' : 'known'
}

function judgeRevision({ paid }: Arrived, { state }: Standing, open: boolean): ArrivalDecision {
  if (open) return 'supersede'
  if (state === 'CREDITED') return 'adjust'
  // Read again and paid: our own posting may be on its way back to us. Not paid yet: it is posted with the new figure.
  return state === 'RECEIVED' && !paid ? 'adjust' : 'hold'
}
