/**
 * Money is an integer number of fen (1 yuan = 100 fen), branded so that a plain number cannot be paid by mistake.
 * Limits: 0 to 100,000,000 fen (1,000,000 yuan) on the wire, far above any household bill.
 */
import * as z from 'zod/mini'

export type Fen = number & { readonly __unit: 'fen' }

const MOST_FEN = 100_000_000

export const fenSchema = z.pipe(
  z.number().check(z.int(), z.gte(0), z.lte(MOST_FEN)),
  z.transform((value) => value as Fen),
)

/** Brands an integer as fen. Throws RangeError on fractions, NaN and numbers past the safe range. */
export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of fen: ${String(value)}`)
  return value as Fen
}

export function addFen(...amounts: readonly Fen[]): Fen {
  return fen(amounts.reduce<number>((sum, one) => sum + one, 0))
}

export { formatYuan, speakYuan } from './money-words.ts'
