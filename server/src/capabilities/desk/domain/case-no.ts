/** The number on the paper slip: the local day and a sequence of the county, `ZD20261126-0001`. */
export function caseNoOf(day: string, sequence: number): string {
  return `ZD${day.replaceAll('-', '')}-${String(sequence).padStart(4, '0')}`
}
