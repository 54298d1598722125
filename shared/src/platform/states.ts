/**
 * One transition table a record. Every pair (state, event) is either a move or refused; the test walks all of them,
 * and the drawing in docs/ is generated from the same table.
 */
export interface StateTable<S extends string, E extends string> {
  readonly record: string
  readonly initial: S
  readonly moves: Readonly<Record<S, Readonly<Partial<Record<E, S>>>>>
}

export function defineStates<S extends string, E extends string>(table: StateTable<S, E>): StateTable<S, E> {
  return table
}

/** The next state, or null where the table refuses. */
export function nextState<S extends string, E extends string>(table: StateTable<S, E>, from: S, event: E): S | null {
  return table.moves[from][event] ?? null
}

export function statesOf<S extends string, E extends string>(table: StateTable<S, E>): S[] {
  return Object.keys(table.moves) as S[]
}

/** States from which an event moves on: the `$in` of a conditional update. */
export function statesTaking<S extends string, E extends string>(table: StateTable<S, E>, event: E): S[] {
  return statesOf(table).filter((state) => table.moves[state][event] !== undefined)
}
