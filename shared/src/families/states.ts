/** Guardianship (DOMAIN.md accounts). ENDED never comes back: a new proof is a new record. */
import { defineStates } from '../platform/states.ts'

export const guardianshipStates = ['PROPOSED', 'ACTIVE', 'ENDED', 'REFUSED'] as const
export type GuardianshipState = (typeof guardianshipStates)[number]

export const guardianshipEvents = ['prove', 'refuse', 'reachDate', 'reachBirthday', 'revoke', 'correct'] as const
export type GuardianshipEvent = (typeof guardianshipEvents)[number]

/** `prove`: a data source or a second officer. `reachDate`, `reachBirthday`: written down by a job; the right itself ended by the day. */
export const guardianshipTable = defineStates<GuardianshipState, GuardianshipEvent>({
  record: 'guardianship',
  initial: 'PROPOSED',
  moves: {
    PROPOSED: { prove: 'ACTIVE', refuse: 'REFUSED' },
    ACTIVE: { reachDate: 'ENDED', reachBirthday: 'ENDED', revoke: 'ENDED', correct: 'ENDED' },
    ENDED: {},
    REFUSED: {},
  },
})
