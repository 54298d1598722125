/**
 * Seats of a window by pools: first doses, later doses, and those whom the phone or a helper books (the waiting list's comes with it). Later doses are kept
 * first: their pool is closed to others until unused pools open a day before.
 */
export const pools = ['first', 'later', 'helped'] as const
export type Pool = (typeof pools)[number]

export interface Counted {
  readonly window: string
  readonly pool: Pool
  readonly until: number
}

/** Where somebody is placed, in this order. `opened`: the unused pools are open to everybody. */
export function poolsFor(dose: number, helped: boolean, opened: boolean): readonly Pool[] {
  const own: readonly Pool[] = dose > 1 ? ['later', 'first'] : ['first']
  const mine = helped ? (['helped', ...own] as const) : own
  return opened ? [...mine, ...pools.filter((one) => !mine.includes(one))] : mine
}

/** Free seats of a window for somebody with these pools. */
export function freeSeats(
  window: { readonly id: string; readonly capacity: Readonly<Record<Pool, number>> },
  seats: readonly Counted[],
  open: readonly Pool[],
  now: number,
): number {
  return open.reduce((sum, pool) => {
    const taken = seats.filter((one) => one.window === window.id && one.pool === pool && one.until > now).length
    return sum + Math.max(0, window.capacity[pool] - taken)
  }, 0)
}
