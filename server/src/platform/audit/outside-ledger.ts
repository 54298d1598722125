/**
 * A ledger outside the database and its backups: lines of JSON, each authenticated, appended and never rewritten, beside the published heads of the audit
 * chains. A restored backup knows nothing of what was ended after it; such a file does. Ids, times, states and codes only.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { House } from '../house.ts'
import { macMatches, macOf, type NamedKey } from '../crypto/keys.ts'

export interface Ledger {
  readonly file: string
  readonly keys: readonly NamedKey[]
}

/** Where the heads are not published to a file, nothing is kept outside. */
export function ledgerBeside({ config }: Pick<House, 'config'>, name: string): Ledger {
  const { AUDIT_HEADS_FILE: heads } = config.environment
  return { file: heads === '' ? '' : join(dirname(heads), name), keys: config.keys.auditKeys }
}

/** For what a restore answers: nothing where every line was genuine. `of`: `staff`. */
export function tellUnreadable(of: string, unreadable: number): Readonly<Record<string, number>> {
  return unreadable === 0 ? {} : { [`lines of the ${of} ledger that cannot be read`]: unreadable }
}

/** The genuine lines, oldest first, and how many lines are none: torn by a crash, or written without the key. */
export function readLedger<T>(
  { file, keys }: Ledger,
  schema: z.ZodType<T>,
): { readonly lines: readonly T[]; readonly unreadable: number } {
  if (file === '' || !existsSync(file)) return { lines: [], unreadable: 0 }
  const written = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  const lines = written.flatMap((line) => readLine(line, keys, schema))
  return { lines, unreadable: written.length - lines.length }
}

export function appendToLedger({ file, keys }: Ledger, line: Readonly<Record<string, unknown>>): void {
  if (file === '') return
  // A line torn by a crash must not spoil this one.
  const start = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8')) ? '\n' : ''
  appendFileSync(file, `${start}${JSON.stringify({ ...line, mac: macOf(keys, line) })}\n`, { flush: true, mode: 0o600 })
}

const sealedSchema = z.looseObject({ mac: z.string() })

function readLine<T>(text: string, keys: readonly NamedKey[], schema: z.ZodType<T>): T[] {
  try {
    const { mac, ...rest } = sealedSchema.parse(JSON.parse(text))
    const line = schema.parse(rest)
    return macMatches(keys, line, mac) ? [line] : []
  } catch {
    return []
  }
}
