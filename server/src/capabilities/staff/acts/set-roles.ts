/** What the security administration does: give and take roles, under the ceiling and with the administrations apart. */
import { roles as officerRoles, roleTable } from '@xlb/shared/platform/roles.ts'
import { propose } from '#platform/approvals/approvals.ts'
import type { ApprovalKind } from '#platform/approvals/kind.ts'
import { refuseOwnMatter } from '#platform/authority/authority.ts'
import type { Ctx, Held, StaffCtx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { aboveCeiling, areApart, planGrants, sameGrant, type Plan } from '../domain/grants.ts'
import { levelOfUnit } from '../units.ts'
import { changeOfficer, officerById, refuseStale, STAFF_CHANGED } from './change-officer.ts'

const KIND = 'staff.grant-role'

export interface RolesSet {
  readonly officer: OfficerRow
  readonly approvalIds: readonly string[]
}

export async function setRoles(
  ctx: StaffCtx,
  staffId: string,
  { grants, stamp }: { grants: readonly Held[]; stamp: number },
): Promise<RolesSet> {
  let plan: Plan = { now: [], later: [], taken: [], given: [] }
  const officer = await changeOfficer(ctx, staffId, async (row) => {
    await refuseOwnMatter(ctx, personsOf(row))
    refuseStale(row, stamp)
    if (row.state === 'DISABLED') throw new AppError('staff-state-refused')
    await refuseUnfit(ctx, grants)
    plan = planGrants(row.held, grants)
    if (plan.taken.length + plan.given.length === 0) return null
    const note = { given: wordsOf(plan.given), taken: wordsOf(plan.taken) }
    return { set: { held: plan.now }, holdsThen: plan.now, deed: { act: 'staff.set-roles', note } }
  })
  const approvalIds: string[] = []
  for (const { role, unitCode } of plan.later) {
    const what = { recordId: staffId, unitCode, personIds: personsOf(officer), data: { role, unitCode } }
    approvalIds.push((await propose(ctx, KIND, what))._id)
  }
  return { officer, approvalIds }
}

const personsOf = ({ personId }: OfficerRow): string[] => (personId === null ? [] : [personId])

/** `counter@331123 cashier@331123002204`: roles and codes, no names. */
const wordsOf = (grants: readonly Held[]): string => grants.map(({ role, unitCode }) => `${role}@${unitCode}`).join(' ')

/** @throws AppError `unit-unknown`, `role-not-there`, `roles-apart` */
async function refuseUnfit(ctx: Ctx, wanted: readonly Held[]): Promise<void> {
  const codes = [...new Set(wanted.map((one) => one.unitCode))]
  const levels = new Map(await Promise.all(codes.map(async (code) => [code, await levelOfUnit(ctx, code)] as const)))
  const high = aboveCeiling(wanted, (code) => levels.get(code) ?? null)
  if (high !== null) throw new AppError('role-not-there', { role: roleTable[high.role].name })
  if (!areApart(wanted)) throw new AppError('roles-apart')
}

/** Judged again when the second person agrees: much may have changed since. */
async function grantRole(ctx: Ctx, staffId: string, grant: Held, approval: string): Promise<void> {
  const officer = await officerById(ctx, staffId)
  if (officer.held.some((one) => sameGrant(one, grant))) return
  if (officer.state === 'DISABLED') throw new AppError('staff-state-refused')
  const held = [...officer.held, grant]
  await refuseUnfit(ctx, held)
  const deed = { act: 'staff.grant-role', note: { ...grant, approval }, events: [{ name: STAFF_CHANGED }] }
  if ((await moveRecord(ctx, officers, officer, { set: { held, stamp: officer.stamp + 1 } }, deed)) === null)
    throw new AppError('changed-meanwhile')
}

/** The role that a proposal names; null where its data hold none. */
function grantOf(data: Readonly<Record<string, unknown>>): Held | null {
  const [role] = officerRoles.filter((one) => one === data['role'])
  return role === undefined ? null : { role, unitCode: String(data['unitCode']) }
}

export const grantKind: ApprovalKind = {
  name: KIND,
  title: '授予管理角色',
  proposeRoles: ['security-admin'],
  // The system administration agrees where the county has only one security administrator.
  approveRoles: ['security-admin', 'tenant-admin'],
  lapsesAfterHours: 72,
  emergency: false,
  async apply(ctx, { id, recordId, data }, decidedBy) {
    const grant = grantOf(data)
    if (grant === null) throw new AppError('role-not-there', { role: '' })
    if (decidedBy === recordId) throw new AppError('own-role')
    await grantRole(ctx, recordId, grant, id)
  },
  async drop() {
    // Nothing was prepared.
  },
  async describe(ctx, { recordId, data }) {
    const officer = await officerById(ctx, recordId)
    const grant = grantOf(data)
    return [
      { label: '账号', value: `${officer.displayName}（${officer.username}）` },
      { label: '角色', value: grant === null ? '' : roleTable[grant.role].name },
    ]
  },
}
