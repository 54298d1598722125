/**
 * The resident ID number of the mainland (GB 11643-1999): 6 digits of a division, 8 of the birthday, 3 of a sequence whose last one tells
 * the sex, and a check character. Pure and without dependencies, so that pages and the server judge alike.
 */

export type IdNumberFault =
  | 'wrong-format'
  /** The form of before 2013: it names no century and has no check character, so it proves nothing. */
  | 'fifteen-digits'
  | 'unknown-region'
  | 'no-such-day'
  | 'future-birth'
  | 'wrong-check-digit'

export interface IdNumber {
  /** 18 characters, an `X` in capitals: the one form in which it is stored and looked up. */
  readonly idNo: string
  /** `YYYY-MM-DD` */
  readonly birthday: string
  readonly sex: 'F' | 'M'
}

export type IdNumberRead =
  { readonly ok: true; readonly value: IdNumber } | { readonly ok: false; readonly code: IdNumberFault }

const FORM = /^[1-9]\d{16}[\dXx]$/
/** First two digits of the divisions that give out this card (GB/T 2260). Other cards are verified at the counter. */
const REGIONS = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/
const FIRST_YEAR = 1900
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The 18th character. `first17` holds 17 digits. */
export function idCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17.charAt(at)), 0)
  return '10X98765432'.charAt(sum % 11)
}

/** Reads what a person typed; nothing is trimmed or guessed. `today` is the local day (`YYYY-MM-DD`) of the asking. */
export function readIdNumber(text: string, today: string): IdNumberRead {
  if (/^\d{15}$/.test(text)) return { ok: false, code: 'fifteen-digits' }
  if (!FORM.test(text)) return { ok: false, code: 'wrong-format' }
  const idNo = text.toUpperCase()
  const birthday = `${idNo.slice(6, 10)}-${idNo.slice(10, 12)}-${idNo.slice(12, 14)}`
  const code = faultOf(idNo, birthday, today)
  if (code !== null) return { ok: false, code }
  return { ok: true, value: { idNo, birthday, sex: Number(idNo.charAt(16)) % 2 === 0 ? 'F' : 'M' } }
}

function faultOf(idNo: string, birthday: string, today: string): IdNumberFault | null {
  if (!REGIONS.test(idNo)) return 'unknown-region'
  if (!isDay(birthday)) return 'no-such-day'
  if (birthday > today) return 'future-birth'
  return idCheckCharacter(idNo.slice(0, 17)) === idNo.charAt(17) ? null : 'wrong-check-digit'
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
  return exists && at.getUTCFullYear() >= FIRST_YEAR
}
