/**
 * A real name as an ID card of the mainland shows it: Chinese characters, the rare ones beyond U+FFFF included, and `·` (U+00B7) between the
 * parts of a transcribed name. It is kept byte for byte: never trimmed, folded or normalised, or the bureau's register would not know it.
 */

export type RealNameFault =
  | 'missing'
  | 'too-long'
  /** A dot that only looks like `·`: people cannot see the difference, so it is told apart from other mistakes. */
  | 'wrong-dot'
  | 'wrong-format'

export type RealNameRead =
  { readonly ok: true; readonly name: string } | { readonly ok: false; readonly code: RealNameFault }

/** In characters as people count them. */
const MOST_CHARACTERS = 50
/** Ranges instead of `\p{Script=Han}`: a phone's older tables do not know the newest characters. */
const HAN = '[〇\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2FFFD}\u{30000}-\u{3FFFD}]'
const NAME = new RegExp(`^${HAN}+(?:·${HAN}+)*$`, 'u')
const LOOKALIKE_DOTS = /[.•‧∙⋅・･．。]/gu

export function readRealName(text: string): RealNameRead {
  if (text === '') return { ok: false, code: 'missing' }
  // Cheap first: no character takes more than two units.
  if (text.length > 2 * MOST_CHARACTERS || Array.from(text).length > MOST_CHARACTERS)
    return { ok: false, code: 'too-long' }
  if (NAME.test(text)) return { ok: true, name: text }
  return { ok: false, code: NAME.test(text.replace(LOOKALIKE_DOTS, '·')) ? 'wrong-dot' : 'wrong-format' }
}
