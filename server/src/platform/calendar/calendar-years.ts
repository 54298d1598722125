/**
 * The years of the calendar as they stand in the database, for all counties alike. A row is never changed: a corrected year is a new row under a new
 * calendar version, so that what a deadline was counted by can be read again.
 */
import type { Scope } from '../context.ts'
import { defineCollection, type Row } from '../db/collection.ts'
import { daysOf, type Arrangement } from './arrangement-file.ts'
import { calendarFrom, type Calendar } from './working-days.ts'

/** Platform data belongs to no county. */
const HOUSE: Scope = { tenant: 'house' }

interface CalendarYearRow extends Row, Arrangement {
  /** The calendar's version since this row. Unique: of two imports at once one comes second and is refused. */
  readonly version: number
  readonly importedAt: string
}

export const calendarYears = defineCollection<CalendarYearRow>({
  name: 'calendarYears',
  fields: {
    version: Number,
    year: Number,
    title: String,
    documentNumber: String,
    issuedOn: String,
    holidays: Array,
    importedAt: String,
  },
  indexes: [{ name: 'version', fields: { tenant: 1, version: 1 }, unique: true }],
  audited: false,
})

export interface Standing {
  readonly version: number
  /** The newest arrangement of each year. */
  readonly years: ReadonlyMap<number, Arrangement>
}

export async function readYears(): Promise<Standing> {
  const rows = await calendarYears.find(HOUSE, {}, { sort: { version: 1 } })
  return { version: rows.at(-1)?.version ?? 0, years: new Map(rows.map((row) => [row.year, row])) }
}

/** The calendar as of now; one command. */
export async function readCalendar(): Promise<Calendar> {
  const { version, years } = await readYears()
  return calendarFrom(version, [...years.values()].map(daysOf))
}

/** Adds the arrangements after `version`, in order; answers how many went in before somebody else's took a version. */
export async function addYears(version: number, arrangements: readonly Arrangement[], at: string): Promise<number> {
  const rows = arrangements.map(({ year, title, documentNumber, issuedOn, holidays }, n) => ({
    _id: `calendar:${String(version + 1 + n)}`,
    ...HOUSE,
    version: version + 1 + n,
    year,
    title,
    documentNumber,
    issuedOn,
    holidays,
    importedAt: at,
  }))
  return await calendarYears.insertInOrder(HOUSE, rows)
}
