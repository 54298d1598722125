/**
 * The second-person rule. A capability proposes; another officer decides through the capability `approvals`. Promises: the proposer holds a
 * role for it over the unit, and it is neither their own nor their family's matter.
 */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../crypto/keys.ts'
import { crashPoint } from '../crash-point.ts'
import type { Ctx, StaffCtx } from '../context.ts'
import { isDuplicateKey } from '../db/proof.ts'
import { createRecord, type PlainData } from '../db/record.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { refuseOutOfScope, refuseOwnMatter, unitsAbove } from '../authority/authority.ts'
import { carryOut, stepDue } from './carry-out.ts'
import { emergencyMinutes } from './emergency.ts'
import type { ApprovalKind } from './kind.ts'
import { kindOf } from './kinds.ts'
import { approvals, shelfOf, type ApprovalRow } from './rows.ts'

export type { ApprovalRow } from './rows.ts'

export interface Proposing {
  readonly recordId: string
  readonly unitCode: string
  /** The residents concerned. */
  readonly personIds: readonly string[]
  /** Ids, states and amounts only. */
  readonly data: PlainData
  /** true: applied at once, to be approved within the county's minutes. */
  readonly emergency?: boolean
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/**
 * Writes the proposal down; an emergency is applied before this answers (look at `state`: FAILED when the kind said no). The same proposal by the same
 * officer, while it is open, is answered with the one that stands.
 * @throws AppError `out-of-scope`, `own-matter`, `second-person-needed` (no emergency in this kind), `approval-open` (another officer's stands)
 */
export async function propose(ctx: StaffCtx, kind: string, proposing: Proposing): Promise<ApprovalRow> {
  const declared = kindOf(kind)
  await refuseOutOfScope(ctx, declared.proposeRoles, proposing.unitCode)
  await refuseOwnMatter(ctx, proposing.personIds)
  if (proposing.emergency === true && !declared.emergency) throw new AppError('second-person-needed')
  const row = await insertOrStanding(ctx, await firstRow(ctx, declared, proposing))
  crashPoint('approvals-proposed')
  return row.emergency && row.appliedAt === null ? await carryOut(ctx, row) : row
}

async function firstRow(ctx: StaffCtx, kind: ApprovalKind, proposing: Proposing) {
  const { recordId, unitCode, personIds, data, emergency = false } = proposing
  const wait = emergency ? (await emergencyMinutes(ctx)) * MINUTE_MS : kind.lapsesAfterHours * HOUR_MS
  const now = ctx.clock.now()
  const until = now + wait
  const state = emergency ? ('GONE_AHEAD' as const) : ('PROPOSED' as const)
  const what = { kind: kind.name, recordId, unitCode, personIds, data, emergency }
  return {
    _id: newId('apr'),
    tenant: ctx.tenant,
    state,
    shelf: shelfOf(state),
    ...what,
    proposedBy: ctx.staff.staffId,
    proposerPersonId: ctx.staff.personId,
    proposedAt: new Date(now).toISOString(),
    until: new Date(until).toISOString(),
    deciders: await decidersOf(ctx, kind, unitCode),
    liveKey: createHash('sha256').update(canonicalJson(what)).digest('base64url'),
    decidedBy: null,
    decidedAt: null,
    appliedAt: null,
    endedAt: null,
    failure: null,
    ...(emergency ? stepDue(ctx) : { nextStepAt: until, tries: 0 }),
  }
}

async function decidersOf(ctx: Ctx, kind: ApprovalKind, unitCode: string): Promise<string[]> {
  const above = await unitsAbove(ctx, unitCode)
  const roles = kind.approveRoles.filter((role) => role !== 'duty-officer')
  return [...above.flatMap((unit) => roles.map((role) => `${role}@${unit}`)), `duty-officer@${ctx.tenant}`]
}

/** A request that was cut off after the insert comes again: it finds its own proposal. */
async function insertOrStanding(ctx: StaffCtx, row: Awaited<ReturnType<typeof firstRow>>): Promise<ApprovalRow> {
  const { kind, recordId, unitCode, state } = row
  const note = { kind, about: recordId, unitCode, state }
  const act = row.emergency ? 'approvals.go-ahead' : 'approvals.propose'
  try {
    return await createRecord(ctx, approvals, row, { act, note })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  const standing = await approvals.findOne(ctx, { liveKey: { $eq: row.liveKey, $type: 'string' } })
  if (standing === null) throw new AppError('changed-meanwhile')
  if (standing.proposedBy !== row.proposedBy) throw new AppError('approval-open')
  return standing
}
