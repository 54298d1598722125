/** The operator's import of arrangements: says first what it would change, and changes it when told to. */
import { readFileSync } from 'node:fs'
import type { House } from '../house.ts'
import { daysOf, readArrangements, workingDaysOf, type Arrangement } from './arrangement-file.ts'
import { addYears, readYears } from './calendar-years.ts'
import { rewriteAllDeadlines } from './keep-calendar.ts'
import { calendarFrom } from './working-days.ts'

/**
 * Answers what to print, a sentence a line. Without `confirm` nothing is written. With it, open deadlines are counted again even if the file
 * brings nothing new: an import that was cut short is finished by its repetition.
 * @throws Error with one sentence: no such file, a bad field, another import at the same time
 */
export async function importCalendar(house: House, file: string, confirm: boolean): Promise<string[]> {
  const arrangements = readArrangements(textOf(file))
  const { version, years } = await readYears()
  const changed = arrangements.filter((one) => !isSame(one, years.get(one.year)))
  const told = arrangements.flatMap((one) => describe(one, years.get(one.year)))
  if (!confirm) return [...told, '这是预演，没有写入。核对无误后加 --confirm 再运行一次。']
  const added = await addYears(version, changed, house.clock.instant())
  if (added < changed.length) throw new Error('同时有另一处在导入节假日安排，请再运行一次。')
  house.log.info({ years: changed.map(({ year }) => year), version: version + added }, 'arrangements were imported')
  const rewritten = await rewriteAllDeadlines(house)
  return [
    ...told,
    `已写入 ${String(added)} 个年份，日历版本 ${String(version + added)}，重算未办结期限 ${String(rewritten)} 个。`,
  ]
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Error(`节假日安排文件读不出来：${file}`)
  }
}

function isSame(one: Arrangement, other: Arrangement | undefined): boolean {
  return other !== undefined && textOfNotice(one) === textOfNotice(other)
}

/** The same words for the same notice, whatever the order of keys and rows. */
function textOfNotice({ title, documentNumber, issuedOn, holidays }: Arrangement): string {
  const rows = holidays.map(({ name, from, to, makeUpWorkdays }) => [from, to, name, ...[...makeUpWorkdays].sort()])
  return JSON.stringify([title, documentNumber, issuedOn, rows.sort()])
}

function describe(one: Arrangement, before: Arrangement | undefined): string[] {
  if (isSame(one, before)) return [`${String(one.year)} 年：和现有的一致，不改`]
  const days = daysOf(one)
  const counts = `放假 ${String(days.daysOff.length)} 天，调休上班 ${String(days.makeUpWorkdays.length)} 天，全年工作日 ${String(workingDaysOf(days))} 天`
  const head = `${String(one.year)} 年${before === undefined ? '新增' : '更改'}：${one.title}（${one.documentNumber}，${one.issuedOn}），${counts}`
  return [head, ...(before === undefined ? one.holidays.map(lineOf) : differencesOf(before, one))]
}

function lineOf({ name, from, to, makeUpWorkdays }: Arrangement['holidays'][number]): string {
  const worked = makeUpWorkdays.length === 0 ? '' : `，${makeUpWorkdays.join('、')} 上班`
  return `  ${name} ${from} 至 ${to} 放假${worked}`
}

/** Day by day what becomes of it; no line where only the wording of the notice changed. */
function differencesOf(before: Arrangement, after: Arrangement): string[] {
  const [old, fresh] = [before, after].map((one) => calendarFrom(0, [daysOf(one)]).said)
  const days = [...new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])])].sort()
  return days
    .filter((day) => old?.get(day) !== fresh?.get(day))
    .map((day) => `  ${day} ${wordOf(old?.get(day))} → ${wordOf(fresh?.get(day))}`)
}

function wordOf(said: boolean | undefined): string {
  if (said === undefined) return '照星期'
  return said ? '调休上班' : '放假'
}
