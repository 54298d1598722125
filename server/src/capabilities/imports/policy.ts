/** Who may do what with an import, as data. */
import type { ImportKind } from '@xlb/shared/imports/faults.ts'
import { importTable } from '@xlb/shared/imports/states.ts'
import type { Role, UnitLevel } from '@xlb/shared/platform/roles.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { ImportRow } from './data/imports.ts'

export const uploadRoles: Readonly<Record<ImportKind, readonly Role[]>> = {
  residents: ['tenant-admin'],
  guardians: ['tenant-admin'],
  classes: ['tenant-admin', 'teacher'],
}

export const uploadLevels: Readonly<Record<ImportKind, readonly UnitLevel[]>> = {
  residents: ['county'],
  guardians: ['county'],
  classes: ['county', 'school'],
}

/** Whoever decides must see what they decide. */
export const readRoles: readonly Role[] = ['tenant-admin', 'teacher', 'security-admin', 'duty-officer']

export function mayConfirm(row: Pick<ImportRow, 'state' | 'found' | 'approvalId'>): boolean {
  return row.state === 'CHECKED' && row.found.good > 0 && row.approvalId === null
}

export function mayCancel(row: Pick<ImportRow, 'state'>): boolean {
  return nextState(importTable, row.state, 'cancel') !== null
}
