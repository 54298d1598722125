/**
 * The water company's own arithmetic, on its own code: the server must not agree with it by sharing a bug. The figures are an ASSUMPTION
 * (they only follow the national ratios of 发改价格〔2013〕2676号; the county has not given its own): tiers of the calendar year at 216 and
 * 300 m³, widened by 54 and 75 for each person above four, sewage on every cubic metre, rounded to fen once a bill.
 */
import type { BillLine } from './records.ts'

const SEWAGE_TENTH_FEN = 850
/** Two meters are billed with the sewage price of a contract of their own: the utility's figure differs from the published tariff. */
const OWN_SEWAGE_TENTH_FEN = 900
const TIERS = [
  { tier: 1, upTo: 216, wider: 54, price: 1800 },
  { tier: 2, upTo: 300, wider: 75, price: 2700 },
  { tier: 3, upTo: Infinity, wider: 0, price: 5400 },
] as const

export interface Metered {
  readonly usageM3: number
  /** Used since 1 January before this cycle. */
  readonly yearToDateBeforeM3: number
  readonly householdSize: number
  readonly ownSewagePrice: boolean
}

export interface Charged {
  readonly lines: BillLine[]
  readonly amountFen: number
}

export function charge(metered: Metered): Charged {
  const lines: BillLine[] = []
  const extraPeople = Math.max(0, metered.householdSize - 4)
  let year = metered.yearToDateBeforeM3
  let rest = metered.usageM3
  for (const { tier, upTo, wider, price } of TIERS) {
    const usageM3 = Math.min(rest, Math.max(0, upTo + wider * extraPeople - year))
    if (usageM3 > 0) lines.push({ kind: 'tier', tier, usageM3, priceTenthFen: price, amountTenthFen: usageM3 * price })
    year += usageM3
    rest -= usageM3
  }
  const sewage = metered.ownSewagePrice ? OWN_SEWAGE_TENTH_FEN : SEWAGE_TENTH_FEN
  lines.push({
    kind: 'sewage',
    usageM3: metered.usageM3,
    priceTenthFen: sewage,
    amountTenthFen: metered.usageM3 * sewage,
  })
  const tenths = lines.reduce((sum, line) => sum + line.amountTenthFen, 0)
  return { lines, amountFen: Math.floor((tenths + 5) / 10) }
}
