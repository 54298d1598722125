/** The number of a dose as people count: over the series, but within its season for what is given every season. */
import { productOf } from './facts.ts'
import { seasonOf } from './season.ts'

interface Numbered {
  readonly product: string
  /** Counted over the series. */
  readonly dose: number
  readonly day: string
}

/** `doses`: what was given so far. */
export function doseShown(
  doses: readonly { readonly product: string; readonly day: string }[],
  { product: code, dose, day }: Numbered,
): number {
  const product = productOf(code)
  if (product?.season == null) return dose
  const season = seasonOf(product, day)
  const before = doses.filter((one) => one.product === code && seasonOf(product, one.day) < season)
  return Math.max(1, dose - before.length)
}
