/** What may be chosen of an answer on seats: the weeks of the calendar, the one that is chosen, the next one. Pure. */
import { addDays } from '@xlb/shared/platform/day-words.ts'
import type { VaccineSeats } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { weekdayOf } from './times.ts'

export type SeatDay = VaccineSeats['days'][number]
export type SeatWindow = SeatDay['windows'][number]

export interface Choice {
  readonly day: string
  readonly window: string
}

export interface DayCell {
  readonly day: string
  readonly open: SeatDay | null
  readonly free: number
  readonly look: 'open' | 'full' | 'refused' | 'rest' | 'past'
}

const WEEK = 7

export const freeOf = ({ windows }: SeatDay): number => windows.reduce((sum, one) => sum + one.free, 0)

function cellOf(days: readonly SeatDay[], day: string, today: string): DayCell {
  const open = days.find((one) => one.day === day) ?? null
  const free = open === null ? 0 : freeOf(open)
  const rest = day < today ? 'past' : 'rest'
  const look = open === null ? rest : open.refused !== null ? 'refused' : free > 0 ? 'open' : 'full'
  return { day, open, free, look }
}

/** Weeks from Monday, from the first day with a session to the last. */
export function weeksOf(days: readonly SeatDay[], today: string): readonly (readonly DayCell[])[] {
  const [first, last] = [days[0]?.day, days[days.length - 1]?.day]
  if (first === undefined || last === undefined) return []
  const monday = addDays(first, -weekdayOf(first))
  const weeks: DayCell[][] = []
  for (let start = monday; start <= last; start = addDays(start, WEEK))
    weeks.push(Array.from({ length: WEEK }, (_none, at) => cellOf(days, addDays(start, at), today)))
  return weeks
}

/** Days one may go on, in their order. */
export const openDays = (days: readonly SeatDay[]): readonly SeatDay[] =>
  days.filter((one) => one.refused === null && freeOf(one) > 0)

export interface Chosen extends Choice {
  readonly sessionId: string
  readonly from: string
  readonly free: number
}

/** The window as it is at this moment; null where the day or the window is gone. */
export function chosenIn(days: readonly SeatDay[], choice: Choice | null): Chosen | null {
  const day = days.find((one) => one.day === choice?.day)
  const window = day?.windows.find((one) => one.id === choice?.window)
  if (day === undefined || window === undefined || day.refused !== null) return null
  const { day: on, sessionId } = day
  return { day: on, sessionId, window: window.id, from: window.from, free: window.free }
}

/** A tap on a day takes its first free window. */
export function firstOn(day: SeatDay): Choice | null {
  const window = day.windows.find((one) => one.free > 0)
  return window === undefined || day.refused !== null ? null : { day: day.day, window: window.id }
}

/** Instead of one that is gone: another time of the same day, else the server's offer, else any. */
export function nextInstead({ days, offer }: VaccineSeats, gone: Choice | null): Choice | null {
  const other = (one: Choice | null): boolean => one !== null && (one.day !== gone?.day || one.window !== gone.window)
  const sameDay = days.find((one) => one.day === gone?.day && one.refused === null)
  const later = sameDay?.windows.find((one) => one.free > 0 && one.id !== gone?.window)
  if (sameDay !== undefined && later !== undefined) return { day: sameDay.day, window: later.id }
  const all = [offer, ...openDays(days).map(firstOn)]
  return all.find(other) ?? null
}
