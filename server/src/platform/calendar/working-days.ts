/**
 * Working days by the State Council's yearly arrangement: Monday to Friday unless a day off, or a make-up day. Data in, no I/O. A year
 * without an imported arrangement is refused; only a deadline may reach into one, and then says that its date is provisional.
 */
import { addDays, localMinute } from '@xlb/shared/platform/day-words.ts'
import { daySchema } from '@xlb/shared/platform/time.ts'

/** What the arrangement of one year says about its days; a few may lie in the December before. */
export interface YearDays {
  readonly year: number
  readonly daysOff: readonly string[]
  readonly makeUpWorkdays: readonly string[]
}

export interface Calendar {
  /** Grows with every imported year; 0: nothing was imported. */
  readonly version: number
  readonly years: ReadonlySet<number>
  /** Only the days that differ from their weekday: true is a make-up day, false a day off. */
  readonly said: ReadonlyMap<string, boolean>
}

export interface OfficeHours {
  /** `17:30` at +08:00: from this minute on the office is closed. */
  readonly closesAt: string
  /** Where the hours come from, as shown to the operator. */
  readonly source: string
}

export interface Provisional {
  readonly reason: 'year-not-imported'
  /** The first such year the count went through. */
  readonly year: number
}

/** As stored in the record it belongs to. A date with `provisional` is never shown as final. */
export interface Deadline {
  /** The earliest day on which what arrived can count as received; null where `startedAt` is a fact and no arrival. */
  readonly arrivedOn: string | null
  /** The day of receipt; not counted. */
  readonly startedAt: string
  readonly workingDays: number
  /** The last day in time. */
  readonly date: string
  readonly calendarVersion: number
  readonly provisional: Provisional | null
}

export class UnknownYear extends Error {
  readonly year: number

  constructor(year: number) {
    super(`the arrangement of ${String(year)} is not imported`)
    this.name = 'UnknownYear'
    this.year = year
  }
}

/** More than any law counts in working days; a wrong number must not walk through centuries. */
const MOST_WORKING_DAYS = 1_000

/** Where two arrangements name the same day, the later year's has the last word. */
export function calendarFrom(version: number, years: readonly YearDays[]): Calendar {
  const said = new Map<string, boolean>()
  for (const { daysOff, makeUpWorkdays } of [...years].sort((one, other) => one.year - other.year)) {
    for (const day of daysOff) said.set(day, false)
    for (const day of makeUpWorkdays) said.set(day, true)
  }
  return { version, years: new Set(years.map((one) => one.year)), said }
}

/** @throws UnknownYear, and RangeError for a day that does not exist */
export function isWorkingDay(calendar: Calendar, day: string): boolean {
  requireDay(day)
  return exactly(calendar)(day)
}

/**
 * The n-th working day after `start`, which is not counted and may itself be a day off; 0 answers `start`.
 * @throws UnknownYear when a day looked at lies in a year that is not imported
 */
export function addWorkingDays(calendar: Calendar, start: string, count: number): string {
  requireDay(start)
  requireCount(count, 0)
  return walk(start, count, exactly(calendar))
}

/**
 * Working days after `from` up to and with `to`; negative where `to` lies before `from`, so that a late matter reads how late it is.
 * @throws UnknownYear when a day looked at lies in a year that is not imported
 */
export function workingDaysBetween(calendar: Calendar, from: string, to: string): number {
  requireDay(from)
  requireDay(to)
  if (to < from) return 0 - workingDaysBetween(calendar, to, from)
  const works = exactly(calendar)
  let count = 0
  for (let day = from; day < to;) {
    day = addDays(day, 1)
    if (works(day)) count += 1
  }
  return count
}

/**
 * A deadline from a day that is a fact (a decision, a notice served), whether a working day or not.
 * @throws UnknownYear for a year before the first imported one: nobody will import it any more
 */
export function deadlineFrom(calendar: Calendar, startedAt: string, workingDays: number): Deadline {
  return count(calendar, { arrivedOn: null, startedAt, workingDays })
}

/**
 * A deadline for what came in at an instant. After the office closed, or on a day off, it counts as received on the next working day.
 * @throws UnknownYear as `deadlineFrom`
 */
export function deadlineOfArrival(
  calendar: Calendar,
  arrivedAt: string,
  workingDays: number,
  hours: OfficeHours,
): Deadline {
  const local = localMinute(arrivedAt)
  const day = local.slice(0, 10)
  const arrivedOn = local.slice(11) < hours.closesAt ? day : addDays(day, 1)
  return count(calendar, { arrivedOn, startedAt: arrivedOn, workingDays })
}

/** The same deadline by this calendar: for those open when a year was imported. An exact one stays exact as long as its years stay. */
export function recountDeadline(calendar: Calendar, deadline: Deadline): Deadline {
  return count(calendar, deadline)
}

/** Years of the next `days` days, today's with them, whose arrangement is not imported. */
export function missingYears(calendar: Calendar, today: string, days: number): number[] {
  const [first, last] = [yearOf(today), yearOf(addDays(today, days))]
  const years = Array.from({ length: last - first + 1 }, (_, more) => first + more)
  return years.filter((year) => !calendar.years.has(year))
}

type Works = (day: string) => boolean

function count(
  calendar: Calendar,
  { arrivedOn, startedAt, workingDays }: Pick<Deadline, 'arrivedOn' | 'startedAt' | 'workingDays'>,
): Deadline {
  requireDay(arrivedOn ?? startedAt)
  requireCount(workingDays, 1)
  const guess = guessing(calendar)
  const start = arrivedOn === null ? startedAt : firstOf(arrivedOn, guess.works)
  const date = walk(start, workingDays, guess.works)
  const year = guess.missing()
  return {
    arrivedOn,
    startedAt: start,
    workingDays,
    date,
    calendarVersion: calendar.version,
    provisional: year === null ? null : { reason: 'year-not-imported', year },
  }
}

function exactly({ years, said }: Calendar): Works {
  return (day) => {
    if (!years.has(yearOf(day))) throw new UnknownYear(yearOf(day))
    return said.get(day) ?? isWeekday(day)
  }
}

/** Goes by weekdays alone where no arrangement is imported yet, and remembers the first year it had to do so. */
function guessing({ years, said }: Calendar): { readonly works: Works; missing(): number | null } {
  const earliest = Math.min(...years)
  let missing: number | null = null
  return {
    works: (day) => {
      const year = yearOf(day)
      if (year < earliest) throw new UnknownYear(year)
      if (!years.has(year)) missing ??= year
      return said.get(day) ?? isWeekday(day)
    },
    missing: () => missing,
  }
}

function walk(start: string, steps: number, works: Works): string {
  let day = start
  for (let left = steps; left > 0;) {
    day = addDays(day, 1)
    if (works(day)) left -= 1
  }
  return day
}

function firstOf(from: string, works: Works): string {
  let day = from
  while (!works(day)) day = addDays(day, 1)
  return day
}

/** 2026-11-23 → true: Monday to Friday, whatever an arrangement says. */
export function isWeekday(day: string): boolean {
  const number = new Date(`${day}T00:00:00Z`).getUTCDay()
  return number !== 0 && number !== 6
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}

function requireDay(day: string): void {
  if (!daySchema.safeParse(day).success) throw new RangeError(`${day} is no day of the calendar`)
}

function requireCount(count: number, least: number): void {
  if (!Number.isInteger(count) || count < least || count > MOST_WORKING_DAYS)
    throw new RangeError(
      `${String(count)} is no number of working days from ${String(least)} to ${String(MOST_WORKING_DAYS)}`,
    )
}
