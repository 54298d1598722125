/** Who is family: guardian and child, now or formerly; and two who have a third in common: parents of a child, siblings, grandparent and grandchild. */
export interface Tie {
  readonly guardianPersonId: string
  readonly childPersonId: string | null
}

/** Everybody of these ties but the person. */
export function othersIn(ties: readonly Tie[], personId: string): ReadonlySet<string> {
  const both = ties.flatMap((tie) => [tie.guardianPersonId, ...(tie.childPersonId === null ? [] : [tie.childPersonId])])
  return new Set(both.filter((one) => one !== personId))
}

/** `ones`, `others`: every guardianship in which the one, or the other, is guardian or child. */
export function areRelated(one: string, ones: readonly Tie[], other: string, others: readonly Tie[]): boolean {
  const [near, far] = [othersIn(ones, one), othersIn(others, other)]
  return near.has(other) || [...near].some((person) => far.has(person))
}
