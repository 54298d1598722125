/** A staff account. LOCKED follows the tries that failed and ends by itself; DISABLED only by another officer. */
import { defineStates } from '../platform/states.ts'

export const staffStates = ['INVITED', 'ACTIVE', 'LOCKED', 'DISABLED'] as const
export type StaffState = (typeof staffStates)[number]

export const staffEvents = ['activate', 'lock', 'unlock', 'disable', 'enable', 'reset'] as const
export type StaffEvent = (typeof staffEvents)[number]

/** `activate`: the first password was set with the invitation. `reset`: password and second factor are gone, a new invitation is out. */
export const staffTable = defineStates<StaffState, StaffEvent>({
  record: 'staff',
  initial: 'INVITED',
  moves: {
    INVITED: { activate: 'ACTIVE', disable: 'DISABLED', reset: 'INVITED' },
    ACTIVE: { lock: 'LOCKED', disable: 'DISABLED', reset: 'INVITED' },
    LOCKED: { unlock: 'ACTIVE', disable: 'DISABLED', reset: 'INVITED' },
    DISABLED: { enable: 'ACTIVE', reset: 'INVITED' },
  },
})
