/** A case at a desk: what somebody came for. Staff may look at a person's data only while it is open. */
import { defineStates } from '../platform/states.ts'

export const deskCaseStates = ['OPEN', 'CLOSED'] as const
export type DeskCaseState = (typeof deskCaseStates)[number]

export const deskCaseEvents = ['close'] as const
export type DeskCaseEvent = (typeof deskCaseEvents)[number]

export const deskCaseTable = defineStates<DeskCaseState, DeskCaseEvent>({
  record: 'desk case',
  initial: 'OPEN',
  moves: { OPEN: { close: 'CLOSED' }, CLOSED: {} },
})
