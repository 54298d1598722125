/**
 * The file in which an arrangement comes: `{"years": {"2027": {…}}}`, each year as the State Council's notice puts it (see arrangements.json).
 * Checked for what a slip of the pen would do: days of another year, a make-up day in mid-week, a total that does not come out.
 */
import { addDays, daysBetween } from '@xlb/shared/platform/day-words.ts'
import { daySchema } from '@xlb/shared/platform/time.ts'
import { z } from 'zod'
import { isWeekday, type YearDays } from './working-days.ts'

const day = z.string().refine((text) => daySchema.safeParse(text).success, '应为存在的日期，形如 2027-10-01')

const MOST_DAYS_TOGETHER = 15

const holidaySchema = z
  .object({ name: z.string().min(1), from: day, to: day, makeUpWorkdays: z.array(day) })
  .refine(({ from, to }) => from <= to && daysBetween(from, to) < MOST_DAYS_TOGETHER, {
    path: ['to'],
    message: `应不早于 from，且一次放假不超过 ${String(MOST_DAYS_TOGETHER)} 天`,
  })

/** One stretch of days off, first and last with them, and the days worked for it. */
export type Holiday = z.infer<typeof holidaySchema>

const yearSchema = z.object({
  title: z.string().min(1),
  documentNumber: z.string().min(1),
  issuedOn: day,
  status: z.literal('published', '应为 published：没有公布的年份不能导入'),
  holidays: z.array(holidaySchema).min(1),
  /** Not needed, but believed only where they agree with `holidays`. */
  daysOff: z.array(day).optional(),
  makeUpWorkdays: z.array(day).optional(),
  workingDaysInYear: z.number().int().optional(),
})

const fileSchema = z
  .object({
    years: z
      .record(z.string().regex(/^20\d{2}$/, '应为年份，形如 2027'), yearSchema)
      .refine((years) => Object.keys(years).length > 0, '没有写任何年份'),
  })
  .superRefine(({ years }, issues) => {
    for (const [year, told] of Object.entries(years))
      for (const { at, message } of slipsOf(Number(year), told))
        issues.addIssue({ code: 'custom', path: ['years', year, ...at], message })
  })

/** One year's notice: where it can be read again, and what it says. */
export interface Arrangement {
  readonly year: number
  readonly title: string
  readonly documentNumber: string
  readonly issuedOn: string
  readonly holidays: readonly Holiday[]
}

export function daysOf({ year, holidays }: Pick<Arrangement, 'year' | 'holidays'>): YearDays {
  return {
    year,
    daysOff: holidays.flatMap(({ from, to }) =>
      Array.from({ length: daysBetween(from, to) + 1 }, (_, more) => addDays(from, more)),
    ),
    makeUpWorkdays: holidays.flatMap((one) => one.makeUpWorkdays),
  }
}

/** Working days of the year itself, as far as its own notice goes. */
export function workingDaysOf(days: YearDays): number {
  const [off, makeUp] = [new Set(days.daysOff), new Set(days.makeUpWorkdays)]
  return daysOfYear(days.year).filter((one) => makeUp.has(one) || (isWeekday(one) && !off.has(one))).length
}

/**
 * The arrangements of a file, earliest year first.
 * @throws Error with one sentence that names each bad field
 */
export function readArrangements(text: string): Arrangement[] {
  const read = fileSchema.safeParse(parsed(text), { error: z.locales.zhCN().localeError })
  if (!read.success)
    throw new Error(
      `节假日安排文件有误：${read.error.issues.map(({ path, message }) => `${path.join('.')}（${message}）`).join('；')}`,
    )
  return Object.entries(read.data.years)
    .map(([year, { title, documentNumber, issuedOn, holidays }]) => ({
      year: Number(year),
      title,
      documentNumber,
      issuedOn,
      holidays,
    }))
    .sort((one, other) => one.year - other.year)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('节假日安排文件有误：不是 JSON')
  }
}

interface Slip {
  readonly at: readonly (string | number)[]
  readonly message: string
}

/** What reads well and cannot be meant. */
function slipsOf(year: number, told: z.infer<typeof yearSchema>): Slip[] {
  const days = daysOf({ year, holidays: told.holidays })
  const slips = [
    ...told.holidays.flatMap((holiday, n) =>
      slipsOfHoliday(year, holiday).map((one) => ({ ...one, at: ['holidays', n, ...one.at] })),
    ),
    ...lawfulDays(year)
      .filter((one) => !days.daysOff.includes(one))
      .map((one) => ({ at: ['holidays'], message: `缺 ${one}，这一天依法放假` })),
    ...twice([...days.daysOff, ...days.makeUpWorkdays]).map((one) => ({
      at: ['holidays'],
      message: `${one} 出现了两次`,
    })),
  ]
  if (!told.title.includes(String(year))) slips.push({ at: ['title'], message: `没有写 ${String(year)} 年` })
  if (differs(told.daysOff, days.daysOff)) slips.push({ at: ['daysOff'], message: '和 holidays 推出的不一致' })
  if (differs(told.makeUpWorkdays, days.makeUpWorkdays))
    slips.push({ at: ['makeUpWorkdays'], message: '和 holidays 推出的不一致' })
  const working = workingDaysOf(days)
  if (told.workingDaysInYear !== undefined && told.workingDaysInYear !== working)
    slips.push({ at: ['workingDaysInYear'], message: `按 holidays 算是 ${String(working)} 天` })
  return slips
}

function slipsOfHoliday(year: number, { from, to, makeUpWorkdays }: Holiday): Slip[] {
  const stray = { message: `不在 ${String(year)} 年（元旦假期可从上年 12 月起）` }
  const inside = (one: string): boolean => one.startsWith(String(year)) || one.startsWith(`${String(year - 1)}-12`)
  return [
    ...(inside(from) ? [] : [{ at: ['from'], ...stray }]),
    ...(to.startsWith(String(year)) ? [] : [{ at: ['to'], ...stray }]),
    ...makeUpWorkdays.flatMap((one, n) => {
      if (!inside(one)) return [{ at: ['makeUpWorkdays', n], ...stray }]
      return isWeekday(one) ? [{ at: ['makeUpWorkdays', n], message: '不是周六或周日，本来就上班' }] : []
    }),
  ]
}

/** The days off by law that need no lunar calendar: every arrangement has them. */
function lawfulDays(year: number): string[] {
  return ['01-01', '05-01', '10-01', '10-02', '10-03'].map((one) => `${String(year)}-${one}`)
}

function twice(days: readonly string[]): string[] {
  return [...new Set(days.filter((one, at) => days.indexOf(one) !== at))]
}

function differs(told: readonly string[] | undefined, derived: readonly string[]): boolean {
  return told !== undefined && [...told].sort().join() !== [...derived].sort().join()
}

function daysOfYear(year: number): string[] {
  const first = `${String(year)}-01-01`
  const length = daysBetween(first, `${String(year + 1)}-01-01`)
  return Array.from({ length }, (_, more) => addDays(first, more))
}
