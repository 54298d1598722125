/** A unit: what a county makes below its divisions (departments, schools, classes) may be closed; a closed one keeps its name for what it did. */
import { defineStates } from '../platform/states.ts'

export const unitStates = ['OPEN', 'CLOSED'] as const
export type UnitState = (typeof unitStates)[number]

export const unitTable = defineStates<UnitState, 'close'>({
  record: 'unit',
  initial: 'OPEN',
  moves: { OPEN: { close: 'CLOSED' }, CLOSED: {} },
})

/** A child's place in a class: moving to another one ends it. */
export const memberStates = ['IN', 'LEFT'] as const
export type MemberState = (typeof memberStates)[number]

export const memberTable = defineStates<MemberState, 'leave'>({
  record: 'class-member',
  initial: 'IN',
  moves: { IN: { leave: 'LEFT' }, LEFT: {} },
})
