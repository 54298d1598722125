/** Invented people for tables: valid check digits, and nobody's. */
import { idCheckCharacter } from '@xlb/shared/platform/id-number.ts'

export interface Invented {
  readonly name: string
  readonly idNo: string
  readonly birthday: string
}

const FAMILY = Array.from('王李张刘陈杨黄赵吴周')
const GIVEN = Array.from('一二三四五六七八九十')

/** The n-th invented person of a year; sequences repeat after 300,000 people. */
export function invent(n: number, year = 1970): Invented {
  const at = (list: readonly string[], place: number): string => list[place % list.length] ?? ''
  const day = new Date(Date.UTC(year, 0, 1 + (Math.floor(n / 900) % 360))).toISOString().slice(0, 10)
  const first = `331123${day.replaceAll('-', '')}${String(100 + (n % 900))}`
  const name = `${at(FAMILY, n)}${at(GIVEN, Math.floor(n / 10))}${at(GIVEN, Math.floor(n / 100))}`
  return { name, idNo: `${first}${idCheckCharacter(first)}`, birthday: day }
}

export const VILLAGE = '331123002204'
export const RESIDENT_TITLES = ['姓名', '身份证号', '村代码']
export const residentCells = ({ name, idNo }: Invented, village = VILLAGE): string[] => [name, idNo, village]

export function csvOf(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(`\uFEFF${rows.map((row) => row.join(',')).join('\r\n')}\r\n`)
}

export function residentsCsv(count: number, from = 0): Buffer {
  return csvOf([RESIDENT_TITLES, ...Array.from({ length: count }, (_, n) => residentCells(invent(from + n)))])
}
