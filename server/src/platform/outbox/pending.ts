/** Which pending entries of a record are its own and untouched. Whoever can write to the database can write here: nothing is taken on trust. */
import { entryIsAuthentic, type AuditedRow, type PendingEntry } from '../db/record.ts'

export interface SortedPending {
  /** Entries exactly as they stand, so that precisely these are taken out again. */
  readonly genuine: readonly PendingEntry[]
  /** What names each of the others in a log line: its id where it has one, else its place. */
  readonly refused: readonly string[]
}

/** Genuine: the MAC fits, and it speaks of the record that carries it, at a version the record has reached. */
function isGenuine(record: string, row: AuditedRow, entry: unknown): entry is PendingEntry {
  if (typeof entry !== 'object' || entry === null) return false
  const given = entry as PendingEntry
  const isHere =
    given.tenant === row.tenant && given.record === record && given.recordId === row._id && given.version <= row.version
  try {
    return isHere && entryIsAuthentic(given)
  } catch {
    return false // something without a canonical form was put here
  }
}

function nameOf(entry: unknown, place: number): string {
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : null
  return typeof id === 'string' && /^\w{1,40}$/.test(id) ? id : `#${String(place)}`
}

export function sortPending(record: string, row: AuditedRow): SortedPending {
  const entries: readonly unknown[] = Array.isArray(row.pending) ? row.pending : []
  const genuine = entries.filter((entry) => isGenuine(record, row, entry))
  const refused = entries.flatMap((entry, place) => (isGenuine(record, row, entry) ? [] : [nameOf(entry, place)]))
  return { genuine, refused }
}
