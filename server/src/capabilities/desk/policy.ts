/** Who keeps the register. Whose case number opens a person's data is each capability's to say. */
import { roleTable, roles, type Role } from '@xlb/shared/platform/roles.ts'

export const DESK_ROLES: readonly Role[] = ['counter', 'cashier']

/** Whoever works for residents may name a case of a place they serve; the administrations of system, security and audit may not. */
export const CASE_ROLES: readonly Role[] = roles.filter((role) => roleTable[role].administration === 'business')
