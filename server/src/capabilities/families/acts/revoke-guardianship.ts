/**
 * Revocation by a court's or the register's paper. In an emergency it goes ahead at once, for it protects the child; where the second officer does not
 * agree afterwards, the same proof makes a new record (an ended one never comes back).
 */
import type { ApprovalKind, Proposal } from '#platform/approvals/kind.ts'
import { relationWords } from '@xlb/shared/families/messages.zh-CN.ts'
import { propose, type ApprovalRow } from '#platform/approvals/approvals.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { withLook } from '#platform/looks/looks.ts'
import { guardianships, type GuardianshipRow } from '../data/guardianships.ts'
import { COUNTER_ROLES, requireCaseOfOne, unitOfMatter } from './counter-matter.ts'
import { judgeRow } from './judge-right.ts'
import { createGuardianship, endGuardianship, NOTHING_YET } from './keep-guardianship.ts'

export interface Revoking {
  readonly caseNo: string
  readonly reason: 'court' | 'death' | 'wrong-entry'
  readonly emergency: boolean
}

export async function loadGuardianship(ctx: StaffCtx, guardianshipId: string): Promise<GuardianshipRow> {
  const row = await guardianships.findOne(ctx, { _id: guardianshipId })
  if (row === null) throw notFound()
  return row
}

function peopleOf({ guardianPersonId, childPersonId }: GuardianshipRow): string[] {
  return childPersonId === null ? [guardianPersonId] : [guardianPersonId, childPersonId]
}

export async function counterRevoke(ctx: StaffCtx, row: GuardianshipRow, revoking: Revoking): Promise<ApprovalRow> {
  const { caseNo, reason, emergency } = revoking
  const personIds = peopleOf(row)
  await requireCaseOfOne(ctx, caseNo, personIds)
  const unitCode = await unitOfMatter(ctx, personIds)
  const { reason: over } = judgeRow(row, dayOf(ctx.clock.now()))
  if (row.state !== 'ACTIVE' || (over !== null && over !== 'not-yet')) throw new AppError('guardianship-ended')
  const what = { recordId: row._id, unitCode, personIds, data: { reason, caseNo } }
  return await propose(ctx, 'families.revoke-guardianship', { ...what, emergency })
}

async function apply(ctx: Ctx, { id, recordId, data }: Proposal): Promise<void> {
  const row = await guardianships.findOne(ctx, { _id: recordId })
  if (row?.state !== 'ACTIVE') return
  const reason = data['reason'] === 'wrong-entry' ? ('corrected' as const) : ('revoked' as const)
  if ((await endGuardianship(ctx, row, reason, id)) === null) throw new AppError('changed-meanwhile')
}

async function drop(ctx: Ctx, { id, recordId, goneAhead }: Proposal): Promise<void> {
  if (!goneAhead) return
  const row = await guardianships.findOne(ctx, { _id: recordId })
  if (row?.endedBy !== id || row.childBirthday === null) return
  const { guardianPersonId, childPersonId, childKey, guardianMasked, childMasked, relation, proof } = row
  const { since, until, childBirthday, endsOn, turns14, turns18, paper, caseNo } = row
  // Repeated, it meets its own record: the unique index allows one open one of the two.
  await createGuardianship(ctx, {
    ...{ _id: newId('gua'), tenant: ctx.tenant, ...NOTHING_YET, state: 'ACTIVE' as const, open: true },
    ...{ guardianPersonId, childPersonId, childKey, guardianMasked, childMasked, relation, proof },
    ...{ since, until, childBirthday, endsOn, turns14, turns18, paper, caseNo, approvalId: id },
    createdAt: ctx.clock.instant(),
  })
}

const REASONS: Readonly<Record<Revoking['reason'], string>> = {
  court: '法院判决或裁定',
  death: '监护人死亡',
  'wrong-entry': '登记有误',
}

async function describe(ctx: StaffCtx, { recordId, data }: Proposal) {
  const row = await loadGuardianship(ctx, recordId)
  const caseNo = typeof data['caseNo'] === 'string' ? data['caseNo'] : null
  const look = { purpose: 'approval-review', fields: ['masked-name', 'guardianships'], caseNo }
  return await withLook(ctx, { ...look, personId: row.guardianPersonId }, () =>
    Promise.resolve([
      { label: '监护人', value: row.guardianMasked ?? '' },
      { label: '孩子', value: row.childMasked ?? '' },
      { label: '关系', value: relationWords[row.relation] },
      { label: '注销原因', value: Object.entries(REASONS).find(([reason]) => reason === data['reason'])?.[1] ?? '' },
    ]),
  )
}

export const revokeGuardianship: ApprovalKind = {
  name: 'families.revoke-guardianship',
  title: '注销监护关系',
  proposeRoles: COUNTER_ROLES,
  approveRoles: COUNTER_ROLES,
  lapsesAfterHours: 24,
  emergency: true,
  apply,
  drop,
  describe,
}
