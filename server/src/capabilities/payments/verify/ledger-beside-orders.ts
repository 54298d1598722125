/** What the ledger holds that belongs to no order: payments without one, and the provider's fees. */
import type { LedgerRow } from '../data/ledger.ts'
import type { StatementDayRow } from '../data/statements.ts'
import type { StrayRow } from '../data/strays.ts'
import { linesFee, linesOf, type Line } from '../domain/ledger-lines.ts'

type Entries = ReadonlyMap<string, readonly LedgerRow[]>

export function sameLines(standing: readonly Line[], right: readonly Line[]): boolean {
  const text = (lines: readonly Line[]): string => JSON.stringify(lines.map(({ account, amount }) => [account, amount]))
  return text(standing) === text(right)
}

export function heldByStrays(strays: readonly StrayRow[]): number {
  return strays.filter((one) => one.state !== 'REFUNDED').reduce((sum, one) => sum + one.amount, 0)
}

export function straysDiffer(strays: readonly StrayRow[], entries: Entries): string[] {
  return strays.flatMap((stray) => {
    const { _id: id, mchid, utility, amount } = stray
    const names = ['payments.stray-held', ...(stray.state === 'REFUNDED' ? ['payments.stray-refunded'] : [])]
    const expected = names.map((name) => ({
      source: `${name}:${id}`,
      lines: linesOf(name, { mchid, till: '', utility, amount }) ?? [],
    }))
    return compared(`${id} (${stray.state})`, expected, entries.get(id) ?? [])
  })
}

/** A statement with a fee has one entry, and no entry is without a statement. */
export function feesDiffer(days: readonly StatementDayRow[], entries: Entries): string[] {
  const known = new Set(days.filter(({ fee }) => fee !== 0).map(({ mchid, day }) => `fee:${mchid}:${day}`))
  const stray = [...entries.keys()].filter((id) => id.startsWith('fee:') && !known.has(id))
  return [
    ...stray.map((id) => `${id}: a fee without a statement`),
    ...days
      .filter(({ fee }) => fee !== 0)
      .flatMap(({ mchid, day, fee }) => {
        const id = `fee:${mchid}:${day}`
        const expected = [{ source: `payments.${id}`, lines: linesFee(mchid, fee) }]
        return compared(id, expected, entries.get(id) ?? [])
      }),
  ]
}

function compared(
  what: string,
  expected: readonly { readonly source: string; readonly lines: readonly Line[] }[],
  standing: readonly LedgerRow[],
): string[] {
  const missing = expected.filter(({ source }) => !standing.some((entry) => entry.source === source))
  const surplus = standing.filter((entry) => !expected.some(({ source }) => entry.source === source))
  const changed = standing.filter((entry) =>
    expected.some(({ source, lines }) => source === entry.source && !sameLines(entry.lines, lines)),
  )
  return [
    ...missing.map(({ source }) => `${what}: the entry ${source} is missing`),
    ...surplus.map(({ source }) => `${what}: the entry ${source} has no cause`),
    ...changed.map(({ source }) => `${what}: the lines of ${source} are not those of its event`),
  ]
}
