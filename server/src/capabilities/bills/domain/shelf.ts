import type { BillState } from '@xlb/shared/bills/states.ts'

/** Where a bill stands in the lists: to be paid or moving, done, replaced. Follows the state. */
export type Shelf = 'due' | 'done' | 'gone'

const SHELVES: Readonly<Record<BillState, Shelf>> = {
  ISSUED: 'due',
  OVERDUE: 'due',
  PAYING: 'due',
  RECEIVED: 'due',
  CREDITED: 'done',
  SUPERSEDED: 'gone',
}

/** In which list a bill stands. */
export function shelfOf(state: BillState): Shelf {
  return SHELVES[state]
}
