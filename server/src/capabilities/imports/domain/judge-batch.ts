/** Rows against what the county knows of the people in them: a name or a village that differs is told, never changed by a list. */
import type { CellFault } from '@xlb/shared/imports/faults.ts'
import type { ColumnKey } from './columns.ts'
import type { ReadRow, ResidentRow } from './read-row.ts'

interface Known {
  readonly id: string
  readonly name: string
  readonly villageCode: string
}

export type People = ReadonlyMap<string, Known>

/** null: the row is good. */
export interface Finding {
  readonly key: ColumnKey
  readonly code: CellFault
}

/** Everybody whom the rows name, by ID number. */
export function namedIn(rows: readonly ReadRow[]): string[] {
  return [...new Set(rows.flatMap((row) => (row.kind === 'guardians' ? [row.guardianIdNo, row.idNo] : [row.idNo])))]
}

/** `own`: persons whose matters the officers of this import keep away from. */
export function judgeKnown(row: ReadRow, people: People, own: ReadonlySet<string>): Finding | null {
  const person = people.get(row.idNo)
  if (person !== undefined && own.has(person.id)) return { key: 'idNo', code: 'own-matter' }
  if (row.kind === 'residents') return residentFinding(row, person)
  if (person === undefined) return { key: 'idNo', code: 'child-unknown' }
  if (person.name !== row.name) return { key: 'name', code: 'child-other-name' }
  if (row.kind === 'classes') return null
  const guardian = people.get(row.guardianIdNo)
  if (guardian === undefined) return { key: 'guardianIdNo', code: 'guardian-unknown' }
  return own.has(guardian.id) ? { key: 'guardianIdNo', code: 'own-matter' } : null
}

/** A village that was not known yet stands as the county's own code. */
const isVillage = (code: string): boolean => code.length > 6

function residentFinding(row: ResidentRow, person: Known | undefined): Finding | null {
  if (person === undefined) return null
  if (person.name !== row.name) return { key: 'name', code: 'known-other-name' }
  const elsewhere = isVillage(person.villageCode) && person.villageCode !== row.villageCode
  return elsewhere ? { key: 'idNo', code: 'known-other-village' } : null
}

/** What makes two rows of a table the same. */
export function keyOf(row: ReadRow): string {
  return row.kind === 'guardians' ? `${row.guardianIdNo} ${row.idNo}` : row.idNo
}
