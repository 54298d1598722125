/** School years begin on 1 September; a class keeps the year in which its children were in grade 1, and its grade follows from the day. */

const LAST_GRADE = 12
const FIRST_MONTH = '09'

const gradeWords = ['一', '二', '三', '四', '五', '六', '七', '八', '九'] as const
const seniorWords = ['高一', '高二', '高三'] as const

/** The year in whose September the school year of this local day began. */
export function schoolYearOf(day: string): number {
  const year = Number(day.slice(0, 4))
  return day.slice(5, 7) >= FIRST_MONTH ? year : year - 1
}

/** The September in which a class that is in `grade` on this day was in grade 1. */
export function beganOf(grade: number, day: string): number {
  return schoolYearOf(day) - grade + 1
}

/** 13 and more: the class has left school. */
export function gradeOf(began: number, day: string): number {
  return schoolYearOf(day) - began + 1
}

/** How a class is written down: the year does not change. `2024级2班` */
export function cohortName(began: number, number: number): string {
  return `${String(began)}级${String(number)}班`
}

/** How it is called on a day: `三年级2班`, `高一2班`; one that has left school keeps the year. */
export function classWords(began: number, number: number, day: string): string {
  const grade = gradeOf(began, day)
  if (grade < 1 || grade > LAST_GRADE) return cohortName(began, number)
  const words = gradeWords[grade - 1]
  return `${words === undefined ? (seniorWords[grade - 10] ?? '') : `${words}年级`}${String(number)}班`
}

/** The code of a class of a school: the year does not change, the grade would. */
export function classCode(school: string, began: number, number: number): string {
  return `${school}-y${String(began)}c${String(number)}`
}

/** `三`, `三年级`, `3`, `七`, `初一`, `高二` as a table writes them; null for anything else. */
export function readGrade(text: string): number | null {
  if (/^(?:[1-9]|1[0-2])(?:年级)?$/.test(text)) return Number.parseInt(text, 10)
  const at = gradeWords.findIndex((word) => text === word || text === `${word}年级`)
  if (at >= 0) return at + 1
  const stage = /^([初高])([一二三])$/.exec(text)
  if (stage === null) return null
  return (stage[1] === '初' ? 6 : 9) + gradeWords.findIndex((word) => word === stage[2]) + 1
}

/** `2`, `2班`, `（2）班`; null for anything else. */
export function readClassNumber(text: string): number | null {
  const found = /^[（(]?([1-9]|[1-5]\d|60)[）)]?班?$/.exec(text)
  return found === null ? null : Number(found[1])
}
