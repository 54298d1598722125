/**
 * The registry's doses and our own as one history, each dose once. Ours is known by its number (`source`), or by product and day when somebody else told it
 * first; what stood there before a correction of ours is no dose. What the registry itself corrected later is right.
 */
import type { RegistryDose } from './doses.ts'

/** As the registry tells it; `source` is the number under which we told it, or the registry's own word. */
export interface Told extends Omit<RegistryDose, 'ours' | 'lot' | 'site'> {
  readonly lot: string
  readonly siteName: string
  readonly source: string
}

type Own = RegistryDose & Required<Pick<RegistryDose, 'ours'>>

export const isOurs = (dose: RegistryDose): dose is Own => dose.ours !== undefined
const keyOf = ({ product, day }: Pick<RegistryDose, 'product' | 'day'>): string => `${product} ${day}`

export function mergeDoses(standing: readonly RegistryDose[], told: readonly Told[]): RegistryDose[] {
  const own = standing.filter(isOurs).map((one) => asTold(one, told))
  const numbers = new Set(own.flatMap(({ ours }) => [ours.reportNo, ...ours.was.map((one) => one.reportNo)]))
  const byKey = new Map<string, RegistryDose>(own.map((one) => [keyOf(one), one]))
  for (const { id, revision, product, day, lot, siteName, source } of told) {
    const dose = { id, revision, product, day, lot, site: siteName }
    if (!numbers.has(source) && !byKey.has(keyOf(dose))) byKey.set(keyOf(dose), dose)
  }
  return [...byKey.values()].sort((one, other) => one.day.localeCompare(other.day))
}

function asTold(own: Own, told: readonly Told[]): Own {
  const theirs = told.find((one) => one.source === own.ours.reportNo)
  if (theirs === undefined || theirs.revision <= own.revision) return own
  const { revision, product, day, lot, siteName: site } = theirs
  return { ...own, revision, product, day, lot, site }
}
