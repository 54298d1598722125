/** How days and instants are computed and said at +08:00. Free of schemas, so that pages may import it. */

const OFFSET_MS = 8 * 3_600_000

/** The local day (+08:00) in which an instant falls. */
export function dayOf(instant: string | number | Date): string {
  return new Date(new Date(instant).getTime() + OFFSET_MS).toISOString().slice(0, 10)
}

/** The instant at which a local day (+08:00) begins, in milliseconds since 1970. */
export function midnightOf(day: string): number {
  return Date.parse(`${day}T00:00:00+08:00`)
}

/** `2026-11-23T01:12:00.000Z` → `2026-11-23 09:12` at +08:00, as every page shows it. */
export function localMinute(instant: string | number | Date): string {
  return new Date(new Date(instant).getTime() + OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ')
}

/** The day so many days later (or earlier, with a negative count). */
export function addDays(day: string, days: number): string {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whole days from one local day to another: `daysBetween('2026-12-05', '2026-12-07')` is 2. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** Spoken form for the elder view: `12 月 5 日`. */
export function speakDay(day: string): string {
  return `${String(Number(day.slice(5, 7)))} 月 ${String(Number(day.slice(8, 10)))} 日`
}

/** Spoken form of a period: `10 月份`. */
export function speakPeriod(period: string): string {
  return `${String(Number(period.slice(5, 7)))} 月份`
}
