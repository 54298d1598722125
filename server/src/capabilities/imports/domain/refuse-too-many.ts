import { IMPORT_MAX_ROWS } from '@xlb/shared/imports/contract.ts'
import { Refusal } from './refusal.ts'

/** A table with more is a wrong table: what is told of it so far is enough. */
export const MOST_PROBLEMS = 50_000

/** @throws Refusal when a table has more rows, or more problems, than one of people has */
export function refuseTooMany(rows: number, problems: number): void {
  if (rows > IMPORT_MAX_ROWS) throw new Refusal('too-many-rows')
  if (problems > MOST_PROBLEMS) throw new Refusal('too-many-problems')
}
