/** An import (DOMAIN.md): a dry run first; nothing changes before two officers agreed. */
import { defineStates } from '../platform/states.ts'

export const importStates = [
  'RECEIVED',
  'CHECKING',
  'CHECKED',
  'CONFIRMED',
  'APPLYING',
  'DONE',
  'CANCELLED',
  'REFUSED',
] as const
export type ImportState = (typeof importStates)[number]

export const importEvents = ['check', 'checked', 'refuse', 'confirm', 'apply', 'finish', 'cancel'] as const
export type ImportEvent = (typeof importEvents)[number]

/** `refuse`: the file cannot be read as such a table. What is being applied is not stopped half-way. */
export const importTable = defineStates<ImportState, ImportEvent>({
  record: 'import',
  initial: 'RECEIVED',
  moves: {
    RECEIVED: { check: 'CHECKING', cancel: 'CANCELLED' },
    CHECKING: { checked: 'CHECKED', refuse: 'REFUSED', cancel: 'CANCELLED' },
    CHECKED: { confirm: 'CONFIRMED', cancel: 'CANCELLED' },
    CONFIRMED: { apply: 'APPLYING', cancel: 'CANCELLED' },
    APPLYING: { finish: 'DONE' },
    DONE: {},
    CANCELLED: {},
    REFUSED: {},
  },
})
