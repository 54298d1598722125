/**
 * Full years (civil code, articles 17 and 1259: 18 and older is an adult, the number itself included) are reached at 0:00 of the birthday, as the civil
 * registry and the population register count. A child of 29 February has no such day in a common year: by articles 200–203 the year is counted by the
 * calendar, without its first day, and where the corresponding day is missing it ends with the last day of the month, at 24:00. So that child is a
 * year older on 1 March, not on 28 February.
 */

export const ADULT_YEARS = 18
/** Civil code and personal information law (article 31): below this only a guardian acts, and data of the child is sensitive. */
export const OWN_VOICE_YEARS = 14

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** The day on which somebody born on `birthday` reaches so many full years. */
export function birthdayAfter(birthday: string, years: number): string {
  const year = Number(birthday.slice(0, 4)) + years
  const day = birthday.slice(4)
  return `${String(year)}${day === '-02-29' && !isLeapYear(year) ? '-03-01' : day}`
}

export function hasReached(birthday: string, years: number, today: string): boolean {
  return birthdayAfter(birthday, years) <= today
}
