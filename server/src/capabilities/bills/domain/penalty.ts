/**
 * Late payment, from the day after the due day. For electricity a rate is published; for water and gas the contract with the utility says it, and until
 * the county has entered its terms nothing is charged and the page says 按合同约定 (tariffs.json, latePayment). Priced when an order is made, valid
 * until its end.
 */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { daysBetween } from '@xlb/shared/platform/day-words.ts'

export interface Penalty {
  /** Fen. */
  readonly amount: number
  readonly words: string
}

export interface Due {
  readonly utility: Utility
  readonly amount: number
  readonly dueOn: string
}

const CONTRACTS: Readonly<Record<Utility, string>> = { water: '供水', electricity: '供电', gas: '供气' }

/** `perDayTenThousandths`: the county's setting, null where its contract terms are not entered. */
export function penaltyOf(
  { utility, amount, dueOn }: Due,
  today: string,
  perDayTenThousandths: number | null,
): Penalty {
  const late = Math.max(0, daysBetween(dueOn, today))
  if (late === 0) return { amount: 0, words: '没有违约金' }
  if (perDayTenThousandths === null)
    return { amount: 0, words: `已过缴费日，违约金按${CONTRACTS[utility]}合同约定，这里没有计收` }
  return {
    amount: Math.round((amount * perDayTenThousandths * late) / 10_000),
    words: `逾期 ${String(late)} 天，违约金每天万分之${String(perDayTenThousandths)}`,
  }
}
