import type { CellFault } from '@xlb/shared/imports/faults.ts'
import { defineCollection, type Row } from '#platform/db/collection.ts'
import type { Ctx } from '#platform/context.ts'
import type { Problem } from '../domain/problem.ts'

/** What is wrong with one cell; never what stands in it. */
export interface ProblemRow extends Row {
  readonly importId: string
  /** Sorts as the table does: `000017-003`. */
  readonly place: string
  readonly row: number
  readonly at: number | null
  readonly code: CellFault
  readonly other: number | null
  readonly expireAt: Date
}

/** Half a year: as long as logs. */
export const PROBLEMS_KEPT_DAYS = 180
const DAY_MS = 86_400_000

export const importProblems = defineCollection<ProblemRow>({
  name: 'importProblems',
  fields: {
    importId: String,
    place: String,
    row: Number,
    at: Number,
    code: String,
    other: Number,
    expireAt: Date,
  },
  indexes: [
    { name: 'place', fields: { tenant: 1, importId: 1, place: 1 }, unique: true },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
})

const padded = (value: number, length: number): string => String(value).padStart(length, '0')

/** One problem a cell: noting it again changes nothing. */
export async function noteProblems(ctx: Ctx, importId: string, problems: readonly Problem[]): Promise<void> {
  const expireAt = new Date(ctx.clock.now() + PROBLEMS_KEPT_DAYS * DAY_MS)
  const rows = problems.map((one): ProblemRow => {
    const place = `${padded(one.row, 7)}-${padded(one.at ?? 999, 5)}`
    return { _id: `${importId}:${place}`, tenant: ctx.tenant, importId, place, ...one, expireAt }
  })
  await importProblems.insertMissing(ctx, rows)
}
