/** What is said of one guardianship. Pure. */
import type { Member } from '@xlb/shared/families/contract.ts'
import type { Tone } from '#ui/state-tag.tsx'
import { familyWords } from './strings.zh-CN.ts'

type Standing = 'stands' | 'waiting' | 'refused' | 'over'

/** `stands` is the server's word of this moment; a state alone says nothing once a date is reached. */
export function standingOf({ state, stands }: Pick<Member, 'state' | 'stands'>): Standing {
  if (state === 'PROPOSED') return 'waiting'
  if (state === 'REFUSED') return 'refused'
  return stands ? 'stands' : 'over'
}

export const standingTones: Readonly<Record<Standing, Tone>> = {
  stands: 'credited',
  waiting: 'confirming',
  refused: 'overdue',
  over: 'full',
}

/** Why it does not stand, empty while it does. */
export function whyEnded(member: Pick<Member, 'state' | 'stands' | 'endReason'>): string {
  if (standingOf(member) !== 'over') return ''
  return familyWords.endedBy[member.endReason ?? 'unknown']
}

/** The law's end: the day the child turns 18, `YYYY-MM-DD`; born on 29 February, on 1 March. */
export function eighteenth(birthday: string): string {
  const year = Number(birthday.slice(0, 4)) + 18
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const day = birthday.slice(5)
  return `${String(year)}-${day === '02-29' && !leap ? '03-01' : day}`
}
