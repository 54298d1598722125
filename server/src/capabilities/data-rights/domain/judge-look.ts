/** How a look ended, as its person reads it. One that is still under way counts as shown: it will be in a moment, or turn out unsure. */
import type { LookState } from '@xlb/shared/data-rights/states.ts'

const UNSURE_AFTER_MS = 300_000

export function lookOutcome(
  look: { readonly state: LookState; readonly at: string },
  now: number,
): 'shown' | 'refused' | 'unsure' {
  if (look.state === 'REFUSED') return 'refused'
  if (look.state === 'SHOWN') return 'shown'
  return now - Date.parse(look.at) > UNSURE_AFTER_MS ? 'unsure' : 'shown'
}
