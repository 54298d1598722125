import { roleTable, type Role } from '@xlb/shared/platform/roles.ts'
import type { OfficerView, StaffView } from '@xlb/shared/staff/contract.ts'
import type { Ctx, Held, StaffCtx } from '#platform/context.ts'
import { takes } from './acts/administer-officer.ts'
import type { OfficerRow } from './data/officers.ts'
import { unitName } from './units.ts'

async function heldViews(ctx: Ctx, held: readonly Held[]): Promise<OfficerView['held']> {
  return await Promise.all(
    held.map(async ({ role, unitCode }) => ({
      role,
      roleName: roleTable[role].name,
      unitCode,
      unitName: await unitName(ctx, unitCode),
    })),
  )
}

const holdsOne = (held: readonly Held[], ...wanted: readonly Role[]): boolean =>
  held.some(({ role }) => wanted.includes(role))

/** The officer to themselves. */
export async function presentOfficer(ctx: Ctx, officer: OfficerRow): Promise<OfficerView> {
  const { _id: id, username, displayName, unitCode, held, recovery, passwordChangedAt } = officer
  return {
    id,
    username,
    displayName,
    tenant: officer.tenant,
    unitCode,
    unitName: await unitName(ctx, unitCode),
    held: await heldViews(ctx, held),
    recoveryCodesLeft: recovery.length,
    passwordChangedAt,
    can: {
      createStaff: holdsOne(held, 'tenant-admin'),
      readStaff: holdsOne(held, 'tenant-admin', 'security-admin', 'auditor'),
      setRoles: holdsOne(held, 'security-admin'),
    },
  }
}

/** An account to those who administer or audit it. */
export async function presentStaff(ctx: StaffCtx, officer: OfficerRow): Promise<StaffView> {
  const { _id: id, username, displayName, state, unitCode, held, stamp, createdAt } = officer
  const another = id !== ctx.staff.staffId
  const system = another && holdsOne(ctx.staff.held, 'tenant-admin')
  const security = another && holdsOne(ctx.staff.held, 'security-admin')
  return {
    id,
    username,
    displayName,
    state,
    unitCode,
    unitName: await unitName(ctx, unitCode),
    held: await heldViews(ctx, held),
    linked: officer.personId !== null,
    stamp,
    createdAt,
    can: {
      move: system,
      disable: system && takes(officer, 'disable'),
      enable: system && takes(officer, 'enable'),
      reset: system && takes(officer, 'reset'),
      link: system && officer.personId === null,
      setRoles: security && state !== 'DISABLED',
    },
  }
}
