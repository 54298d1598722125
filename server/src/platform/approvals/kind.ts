/**
 * A kind of act that needs a second person. The capability declares it; proposing, approving, refusing, expiry and the duty officer are the
 * platform's. Promises that `apply` runs only after another officer agreed (or, in an emergency, before that, which is shown), at least once.
 */
import type { Role } from '@xlb/shared/platform/roles.ts'
import type { Ctx, StaffCtx } from '../context.ts'
import type { PlainData } from '../db/record.ts'

export interface Proposal {
  readonly id: string
  /** The record the act is about. */
  readonly recordId: string
  readonly unitCode: string
  /** The residents concerned: neither officer may be one of them or their family. */
  readonly personIds: readonly string[]
  /** Ids, states and amounts only; what is personal stands sealed in the capability's own record. */
  readonly data: PlainData
  readonly proposedBy: string
  /** true: an emergency that was applied before anybody agreed. `drop` of such a proposal has something to undo. */
  readonly goneAhead: boolean
}

/** What the second officer compares with the papers: `{ label: '孩子', value: '王*明，2015-03-02 出生' }`. */
export interface Fact {
  readonly label: string
  readonly value: string
}

export interface ApprovalKind {
  /** `families.enter-guardianship` */
  readonly name: string
  /** Chinese, for the officer who decides: `登记监护关系`. */
  readonly title: string
  readonly proposeRoles: readonly Role[]
  /** Whoever holds one of these over the unit may decide; the county's duty officer always may. */
  readonly approveRoles: readonly Role[]
  /** How long a proposal waits before it lapses, in hours. */
  readonly lapsesAfterHours: number
  /** true: it may go ahead at once and be approved within the county's minutes afterwards. */
  readonly emergency: boolean
  /**
   * Does what was agreed. Must bear repetition: after a crash it is run again. `decidedBy` is the second officer's staff id; in an emergency nobody
   * decided yet, it is the proposer's. An AppError of the 4xx means no for good (FAILED, then `drop`); any other error is tried again.
   */
  readonly apply: (ctx: Ctx, proposal: Proposal, decidedBy: string) => Promise<void>
  /** What remains of a proposal that was refused, withdrawn, lapsed or failed is put away. Must bear repetition. */
  readonly drop: (ctx: Ctx, proposal: Proposal) => Promise<void>
  /** Asked when an officer who may decide opens the proposal. Personal data goes through `withLook` there. */
  readonly describe?: (ctx: StaffCtx, proposal: Proposal) => Promise<readonly Fact[]>
}
