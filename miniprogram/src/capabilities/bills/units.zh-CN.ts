/** How each utility is counted and called: 度 for electricity, 立方米 for water and gas. */
import type { Utility } from '@xlb/shared/bills/contract.ts'

export interface UnitWords {
  /** As it is read and said. */
  readonly unit: string
  /** At the head of a column and in a picture. */
  readonly short: string
  /** 本期用水 */
  readonly use: string
  /** 用了 29 立方米水 */
  readonly thing: string
  /** 水价 */
  readonly price: string
}

const units: Readonly<Record<Utility, UnitWords>> = {
  water: { unit: '立方米', short: 'm³', use: '用水', thing: '水', price: '水价' },
  electricity: { unit: '度', short: '度', use: '用电', thing: '电', price: '电价' },
  gas: { unit: '立方米', short: 'm³', use: '用气', thing: '气', price: '气价' },
}

export const unitsOf = (utility: Utility): UnitWords => units[utility]

/** `215 度` */
export const counted = (amount: number, utility: Utility): string => `${String(amount)} ${units[utility].unit}`
