/**
 * The electricity company's own arithmetic, on its own code: the server must not agree with it by sharing a bug. Figures: 浙江省不满1千伏
 * “一户一表” (data read in 2024-01): tiers of the calendar year at 2,760 and 4,800 kWh, wider by 1,200 for each person above four (100 a month,
 * ASSUMPTION as to who may ask for it); with time of use the total decides the tier, and a month that crosses a boundary shares peak and valley
 * by its own ratio, rounded to whole kWh, the last tier taking the rest (ASSUMPTION). Rounded to fen once a bill.
 */
import type { PowerLine } from './records.ts'

const WIDER_KWH = 1_200
const TIERS = [
  { tier: 1, upTo: 2_760, all: 538, peak: 568, valley: 288 },
  { tier: 2, upTo: 4_800, all: 588, peak: 618, valley: 338 },
  { tier: 3, upTo: Infinity, all: 838, peak: 868, valley: 588 },
] as const
/** 合表: one price, no tiers. Two meters are billed so: the company's figure differs from the published tiers. */
const SHARED_METER_TENTH_FEN = 558

export interface PowerMetered {
  readonly usageKWh: number
  /** null: the flat plan. */
  readonly peakKWh: number | null
  /** Used since 1 January before this month. */
  readonly yearToDateBeforeKWh: number
  readonly householdSize: number
  readonly sharedMeter: boolean
}

export interface PowerCharged {
  readonly lines: PowerLine[]
  readonly amountFen: number
}

function line(tier: number, band: PowerLine['band'], usageKWh: number, priceTenthFen: number): PowerLine[] {
  return usageKWh === 0 ? [] : [{ tier, band, usageKWh, priceTenthFen, amountTenthFen: usageKWh * priceTenthFen }]
}

function linesOf(metered: PowerMetered): PowerLine[] {
  if (metered.sharedMeter) return line(1, 'ALL', metered.usageKWh, SHARED_METER_TENTH_FEN)
  const wider = WIDER_KWH * Math.max(0, metered.householdSize - 4)
  const lines: PowerLine[] = []
  let year = metered.yearToDateBeforeKWh
  let rest = metered.usageKWh
  let peakRest = metered.peakKWh ?? 0
  for (const { tier, upTo, all, peak, valley } of TIERS) {
    const usage = Math.min(rest, Math.max(0, upTo + wider - year))
    year += usage
    rest -= usage
    if (metered.peakKWh === null) lines.push(...line(tier, 'ALL', usage, all))
    else {
      const share = Math.round((metered.peakKWh * usage) / Math.max(1, metered.usageKWh))
      const peakHere = rest === 0 ? Math.min(peakRest, usage) : Math.min(share, peakRest)
      peakRest -= peakHere
      lines.push(...line(tier, 'PEAK', peakHere, peak), ...line(tier, 'VALLEY', usage - peakHere, valley))
    }
  }
  return lines
}

export function chargePower(metered: PowerMetered): PowerCharged {
  const lines = linesOf(metered)
  const tenths = lines.reduce((sum, one) => sum + one.amountTenthFen, 0)
  return { lines, amountFen: Math.floor((tenths + 5) / 10) }
}
