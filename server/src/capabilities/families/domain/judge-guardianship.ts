/**
 * Whether a guardianship stands on a day, and until when. A right stands while it is ACTIVE, from its first day to the day before its last, and while the
 * child is younger than 18: whatever a job has written down, it is judged anew at each use.
 */
import { ADULT_YEARS, birthdayAfter, hasReached } from '@xlb/shared/platform/full-years.ts'
import type { endReasons } from '@xlb/shared/families/contract.ts'
import type { GuardianshipState } from '@xlb/shared/families/states.ts'

export type EndReason = (typeof endReasons)[number]

/** What is judged; days are `YYYY-MM-DD` at +08:00. */
export interface Judgeable {
  readonly state: GuardianshipState
  readonly since: string
  /** A date in the proof from which it stands no more; null: only the birthday ends it. */
  readonly until: string | null
  readonly childBirthday: string
  readonly endReason: EndReason | null
}

export interface Judgement {
  readonly stands: boolean
  /** Why it does not stand; null while it stands, or before it was proven. */
  readonly reason: EndReason | null
}

/** The day from which it stands no more: the date of the proof, but never later than the 18th birthday. */
export function endsOn({ until, childBirthday }: Pick<Judgeable, 'until' | 'childBirthday'>): string {
  const adult = birthdayAfter(childBirthday, ADULT_YEARS)
  return until !== null && until < adult ? until : adult
}

export function judgeGuardianship(one: Judgeable, today: string): Judgement {
  if (one.state !== 'ACTIVE') return { stands: false, reason: one.state === 'ENDED' ? one.endReason : null }
  if (hasReached(one.childBirthday, ADULT_YEARS, today)) return { stands: false, reason: 'birthday' }
  if (one.until !== null && one.until <= today) return { stands: false, reason: 'date' }
  if (one.since > today) return { stands: false, reason: 'not-yet' }
  return { stands: true, reason: null }
}
