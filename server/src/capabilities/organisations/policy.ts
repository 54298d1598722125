/** What a system administrator may do with a unit: divisions are the state's, the rest is the county's while it is open. */
import type { UnitRow } from './data/units.ts'

const OURS = new Set(['department', 'school', 'class'])
const WITH_CALL = new Set(['county', 'township', 'department', 'school'])

export const isOurs = (unit: Pick<UnitRow, 'level'>): boolean => OURS.has(unit.level)

export const hasCall = (unit: Pick<UnitRow, 'level'>): boolean => WITH_CALL.has(unit.level)

export function mayWith(unit: Pick<UnitRow, 'level' | 'state'>, admin: boolean) {
  const open = admin && unit.state === 'OPEN'
  return { rename: open && isOurs(unit), close: open && isOurs(unit), setCall: open && hasCall(unit) }
}
