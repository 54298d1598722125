/** So many in so long: judged over the marks of those that were taken, so that a limit slides and never opens all at once. */

export interface Limit {
  readonly most: number
  readonly ms: number
}

export interface Mark {
  readonly mark: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** How long to wait until one more may be taken, in milliseconds; 0: now. */
export function waitFor(marks: readonly Mark[], limits: readonly Limit[], now: number): number {
  const waits = limits.map(({ most, ms }) => {
    const within = marks.map(({ at }) => at).filter((at) => at > now - ms)
    const freeing = within.sort((one, other) => one - other)[within.length - most]
    return freeing === undefined ? 0 : freeing + ms - now
  })
  return Math.max(0, ...waits)
}

/** The marks that some limit still looks at. */
export function standingMarks(marks: readonly Mark[], limits: readonly Limit[], now: number): readonly Mark[] {
  const longest = longestOf(limits)
  return marks.filter(({ at }) => at > now - longest)
}

export function longestOf(limits: readonly Limit[]): number {
  return Math.max(0, ...limits.map(({ ms }) => ms))
}
