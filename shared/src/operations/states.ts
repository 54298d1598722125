/** An alarm: what happens again counts up while it stands; once done, the next time opens a new one. */
import { defineStates } from '../platform/states.ts'

export const alarmStates = ['OPEN', 'SEEN', 'DONE'] as const
export type AlarmState = (typeof alarmStates)[number]
export type AlarmEvent = 'see' | 'finish'

export const alarmTable = defineStates<AlarmState, AlarmEvent>({
  record: 'alarm',
  initial: 'OPEN',
  moves: {
    OPEN: { see: 'SEEN', finish: 'DONE' },
    SEEN: { finish: 'DONE' },
    DONE: {},
  },
})
