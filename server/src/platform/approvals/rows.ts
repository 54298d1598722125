import { nextState } from '@xlb/shared/platform/states.ts'
import { approvalTable, type ApprovalEvent, type ApprovalState } from '@xlb/shared/approvals/states.ts'
import type { Ctx } from '../context.ts'
import { defineCollection } from '../db/collection.ts'
import { moveRecord, type AuditedRow, type PlainData } from '../db/record.ts'
import type { SealedFields } from '../db/sealed.ts'
import type { Proposal } from './kind.ts'

export interface ApprovalRow extends AuditedRow, Partial<SealedFields<'reason'>> {
  readonly state: ApprovalState
  /** `open` waits for a second person, `working` is agreed and being done. */
  readonly shelf: 'open' | 'working' | 'done'
  readonly kind: string
  readonly recordId: string
  readonly unitCode: string
  readonly personIds: readonly string[]
  readonly data: PlainData
  readonly proposedBy: string
  /** The proposer as a resident: two staff records of one person are one person. */
  readonly proposerPersonId: string | null
  readonly proposedAt: string
  readonly emergency: boolean
  /** Proposed: lapses then. Emergency: had to be approved by then. */
  readonly until: string
  /** `counter@331123002`: who may find it in their list. Where they reach is asked again when they decide. */
  readonly deciders: readonly string[]
  /** The same act about the same record, once while it is open; null afterwards. */
  readonly liveKey: string | null
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly appliedAt: string | null
  readonly endedAt: string | null
  readonly failure: string | null
  readonly tries: number
  /** Milliseconds at which the job looks at it; null: nothing is left to do. */
  readonly nextStepAt: number | null
}

export const approvals = defineCollection<ApprovalRow>({
  name: 'approvals',
  fields: {
    state: String,
    shelf: String,
    kind: String,
    recordId: String,
    unitCode: String,
    personIds: [String],
    data: Object,
    proposedBy: String,
    proposerPersonId: String,
    proposedAt: String,
    emergency: Boolean,
    until: String,
    deciders: [String],
    liveKey: String,
    decidedBy: String,
    decidedAt: String,
    appliedAt: String,
    endedAt: String,
    failure: String,
    tries: Number,
    nextStepAt: Number,
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'live', fields: { tenant: 1, liveKey: 1 }, unique: true, partial: { liveKey: { $type: 'string' } } },
    { name: 'deciders', fields: { tenant: 1, shelf: 1, deciders: 1, proposedAt: -1, _id: -1 } },
    { name: 'proposer', fields: { tenant: 1, proposedBy: 1, proposedAt: -1, _id: -1 } },
    { name: 'person', fields: { tenant: 1, personIds: 1, proposedAt: -1, _id: -1 } },
    { name: 'step', fields: { tenant: 1, nextStepAt: 1 }, partial: { nextStepAt: { $gt: 0 } } },
    { name: 'ended', fields: { tenant: 1, endedAt: 1 }, partial: { endedAt: { $type: 'string' } } },
  ],
  audited: true,
  sealed: [{ name: 'reason', purpose: 'approval-reason', unique: false }],
})

export function proposalOf(row: ApprovalRow): Proposal {
  const { _id, recordId, unitCode, personIds, data, proposedBy } = row
  return {
    id: _id,
    recordId,
    unitCode,
    personIds,
    data,
    proposedBy,
    goneAhead: row.emergency && row.appliedAt !== null,
  }
}

const SHELVES: Readonly<Partial<Record<ApprovalState, ApprovalRow['shelf']>>> = {
  PROPOSED: 'open',
  GONE_AHEAD: 'open',
  OVERDUE: 'open',
  APPROVED: 'working',
}

export function shelfOf(state: ApprovalState): ApprovalRow['shelf'] {
  return SHELVES[state] ?? 'done'
}

/** One step of the state table; null when the table refuses it or somebody was faster. */
export async function moveApproval(
  ctx: Ctx,
  row: ApprovalRow,
  event: ApprovalEvent,
  set: Partial<ApprovalRow> = {},
): Promise<ApprovalRow | null> {
  const state = nextState(approvalTable, row.state, event)
  if (state === null) return null
  const shelf = shelfOf(state)
  const ended = shelf === 'done' ? { liveKey: null, endedAt: ctx.clock.instant() } : {}
  const note = { kind: row.kind, about: row.recordId, state }
  return await moveRecord(
    ctx,
    approvals,
    row,
    { state, set: { shelf, ...ended, ...set } },
    { act: `approvals.${ACTS[event]}`, note },
  )
}

const ACTS: Readonly<Record<ApprovalEvent, string>> = {
  goAhead: 'go-ahead',
  approve: 'approve',
  confirm: 'confirm',
  refuse: 'refuse',
  withdraw: 'withdraw',
  lapse: 'lapse',
  runLate: 'run-late',
  applied: 'apply',
  failed: 'fail',
}

/** @throws when it is gone: rows of open approvals are never removed */
export async function readAgain(ctx: Ctx, { _id }: Pick<ApprovalRow, '_id'>): Promise<ApprovalRow> {
  const row = await approvals.findOne(ctx, { _id })
  if (row === null) throw new Error(`the approval ${_id} is gone`)
  return row
}
