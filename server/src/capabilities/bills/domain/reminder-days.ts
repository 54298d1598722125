/** When a bill is reminded of: three days before its due day, on it, then a week and two weeks after; by day only. */
import { addDays } from '@xlb/shared/platform/day-words.ts'

export const reminderSteps = [
  { step: 'before', daysAfterDue: -3 },
  { step: 'due', daysAfterDue: 0 },
  { step: 'week', daysAfterDue: 7 },
  { step: 'two-weeks', daysAfterDue: 14 },
] as const

export type ReminderStep = (typeof reminderSteps)[number]['step']

/** Due days whose bills are reminded of on this day. A worker that slept a day still sends yesterday's: its message comes once. */
export function dueDaysOf(today: string, daysAfterDue: number): { readonly from: string; readonly to: string } {
  const exact = addDays(today, -daysAfterDue)
  return { from: addDays(exact, -1), to: exact }
}
