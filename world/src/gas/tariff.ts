/**
 * The gas company's own arithmetic, on its own code: the server must not agree with it by sharing a bug. The figures are an ASSUMPTION (they only
 * follow the national ratios 1 : 1.2 : 1.5): tiers of the calendar year at 300 and 480 m³, widened by 60 and 90 for each person above four,
 * rounded to fen once a bill.
 */
import type { GasLine } from './records.ts'

const TIERS = [
  { tier: 1, upTo: 300, wider: 60, price: 3_600 },
  { tier: 2, upTo: 480, wider: 90, price: 4_320 },
  { tier: 3, upTo: Infinity, wider: 0, price: 5_400 },
] as const
/** Two meters are billed with a contract of their own: the company's figure differs from the published tariff. */
const DEARER_TENTH_FEN = 100

export interface GasMetered {
  readonly usageM3: number
  /** Used since 1 January before this cycle. */
  readonly yearToDateBeforeM3: number
  readonly householdSize: number
  readonly ownPrice: boolean
}

export function chargeGas(metered: GasMetered): { readonly lines: GasLine[]; readonly amountFen: number } {
  const lines: GasLine[] = []
  const extraPeople = Math.max(0, metered.householdSize - 4)
  let year = metered.yearToDateBeforeM3
  let rest = metered.usageM3
  for (const { tier, upTo, wider, price } of TIERS) {
    const usageM3 = Math.min(rest, Math.max(0, upTo + wider * extraPeople - year))
    const priceTenthFen = price + (metered.ownPrice ? DEARER_TENTH_FEN : 0)
    if (usageM3 > 0) lines.push({ tier, usageM3, priceTenthFen, amountTenthFen: usageM3 * priceTenthFen })
    year += usageM3
    rest -= usageM3
  }
  const tenths = lines.reduce((sum, line) => sum + line.amountTenthFen, 0)
  return { lines, amountFen: Math.floor((tenths + 5) / 10) }
}
