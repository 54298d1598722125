/** The working calendar in the database: seeded, imported by the operator, followed by open deadlines, and missed in time. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addYears, readCalendar, readYears } from '../../server/src/platform/calendar/calendar-years.ts'
import { importCalendar } from '../../server/src/platform/calendar/import-years.ts'
import {
  deadlineFrom,
  isWorkingDay,
  recountDeadline,
  type Deadline,
} from '../../server/src/platform/calendar/working-days.ts'
import type { Capability } from '../../server/src/platform/capability.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { prepareDatabase } from '../../server/src/platform/db/prepare.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import { COUNTY, NOW, openPlatform, OTHER, type Platform } from '../support/platform.ts'

/** Open deadlines by county, as a capability keeps them in its records. */
const open = new Map<string, Deadline>()

/** Whatever capability has deadlines: it counts those of an older version again. */
const letters: Capability = {
  name: 'letters',
  routes: [],
  deadlines: (ctx, calendar) => {
    const deadline = open.get(ctx.tenant)
    if (deadline === undefined || deadline.calendarVersion >= calendar.version) return Promise.resolve(0)
    open.set(ctx.tenant, recountDeadline(calendar, deadline))
    return Promise.resolve(1)
  },
}

const dir = mkdtempSync(join(tmpdir(), 'xlb-calendar-'))
const file = join(dir, '2027.json')
let platform: Platform

/** Invented: the arrangement of 2027 is not known. */
function write(lastOfNewYear = '2027-01-03', more: object = {}): void {
  const holidays = [
    { name: '元旦', from: '2027-01-01', to: lastOfNewYear, makeUpWorkdays: [] },
    { name: '劳动节', from: '2027-05-01', to: '2027-05-05', makeUpWorkdays: ['2027-05-08'] },
    { name: '国庆节', from: '2027-10-01', to: '2027-10-07', makeUpWorkdays: ['2027-10-09'] },
  ]
  const title = '国务院办公厅关于2027年部分节假日安排的通知（测试）'
  const year = {
    title,
    documentNumber: '测试〔2026〕1号',
    issuedOn: '2026-11-24',
    status: 'published',
    holidays,
    ...more,
  }
  writeFileSync(file, JSON.stringify({ years: { 2027: year } }))
}

const alarms = async (): Promise<number> => {
  const { values } = await platform.house.metrics.events.get()
  return values.find(({ labels }) => labels.name === 'calendar-year-missing')?.value ?? 0
}

beforeAll(async () => {
  platform = await openPlatform('calendar', [letters])
})
afterAll(async () => {
  await platform.stop()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  platform.clock.set(NOW)
  platform.house.metrics.events.reset()
  await nativeDb().collection('calendarYears').deleteMany({})
  await prepareDatabase(platform.house)
  open.clear()
  for (const tenant of [COUNTY, OTHER]) open.set(tenant, deadlineFrom(await readCalendar(), '2026-12-31', 1))
  write()
})

describe('preparation', () => {
  test('brings the shipped years, and a repeat changes nothing', async () => {
    await prepareDatabase(platform.house)
    const { version, years } = await readYears()
    expect({ version, years: [...years.keys()] }).toEqual({ version: 3, years: [2024, 2025, 2026] })
    expect(isWorkingDay(await readCalendar(), '2026-10-10')).toBe(true)
  })

  test('leaves a year that the operator corrected as it stands', async () => {
    const standing = (await readYears()).years.get(2026)
    if (standing === undefined) throw new Error('2026 is shipped')
    await addYears(3, [{ ...standing, title: '更正' }], '2026-11-26T01:00:00.000Z')
    await prepareDatabase(platform.house)
    expect(await readYears()).toMatchObject({ version: 4 })
    expect((await readYears()).years.get(2026)?.title).toBe('更正')
  })

  test('that brings a year counts the open deadlines again', async () => {
    await nativeDb().collection('calendarYears').deleteMany({ year: 2026 })
    open.set(COUNTY, deadlineFrom(await readCalendar(), '2026-09-30', 5))
    expect(open.get(COUNTY)).toMatchObject({ date: '2026-10-07', provisional: { year: 2026 } })
    await prepareDatabase(platform.house)
    expect(open.get(COUNTY)).toMatchObject({ date: '2026-10-13', provisional: null, calendarVersion: 3 })
  })
})

describe('the import', () => {
  test('says what would change, and changes nothing until it is confirmed', async () => {
    const lines = await importCalendar(platform.house, file, false)
    expect(lines[0]).toContain('2027 年新增：国务院办公厅关于2027年部分节假日安排的通知（测试）')
    expect(lines).toContain('  劳动节 2027-05-01 至 2027-05-05 放假，2027-05-08 上班')
    expect(lines.at(-1)).toContain('没有写入')
    expect(await readYears()).toMatchObject({ version: 3 })
    expect(open.get(COUNTY)).toMatchObject({ date: '2027-01-01', provisional: { year: 2027 } })
  })

  test('bumps the version and makes the open deadlines of every county final', async () => {
    const lines = await importCalendar(platform.house, file, true)
    expect(lines.at(-1)).toBe('已写入 1 个年份，日历版本 4，重算未办结期限 2 个。')
    for (const tenant of [COUNTY, OTHER])
      expect(open.get(tenant)).toMatchObject({ date: '2027-01-04', provisional: null, calendarVersion: 4 })
  })

  test('of the same file again writes no year, and finishes what was cut short', async () => {
    await importCalendar(platform.house, file, true)
    open.set(OTHER, { ...deadlineFrom(await readCalendar(), '2026-12-31', 1), calendarVersion: 3, date: '2027-01-01' })
    const lines = await importCalendar(platform.house, file, true)
    expect(lines).toEqual(['2027 年：和现有的一致，不改', '已写入 0 个年份，日历版本 4，重算未办结期限 1 个。'])
    expect(open.get(OTHER)?.date).toBe('2027-01-04')
  })

  test('of a corrected year shows its days, keeps the older notice, and moves what was final', async () => {
    await importCalendar(platform.house, file, true)
    write('2027-01-04')
    const lines = await importCalendar(platform.house, file, true)
    expect(lines).toContain('  2027-01-04 照星期 → 放假')
    expect(open.get(COUNTY)).toMatchObject({ date: '2027-01-05', provisional: null, calendarVersion: 5 })
    expect(await nativeDb().collection('calendarYears').countDocuments({ year: 2027 })).toBe(2)
  })

  test('of a bad file or of none is refused with one sentence, and nothing is written', async () => {
    write('2027-01-03', { workingDaysInYear: 1 })
    await expect(importCalendar(platform.house, file, true)).rejects.toThrow(
      /^[^\n]*years\.2027\.workingDaysInYear[^\n]*$/,
    )
    await expect(importCalendar(platform.house, join(dir, 'none.json'), true)).rejects.toThrow('读不出来')
    expect(await readYears()).toMatchObject({ version: 3 })
  })

  test('by two operators at once lets one year take a version, and tells the other to repeat', async () => {
    const both = await Promise.allSettled([1, 2].map(() => importCalendar(platform.house, file, true)))
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
    expect(refused.every((sentence) => sentence.includes('再运行一次'))).toBe(true)
    expect(refused.length).toBeLessThan(2)
    expect(await readYears()).toMatchObject({ version: 4 })
  })

  test('is a command: dry, bad, confirmed', async () => {
    const operate = (...words: string[]) =>
      platform.child(['server/src/operate.ts', 'calendar-import', ...words], { LOG_LEVEL: 'silent' }).ended
    const dry = await operate(file)
    expect(dry).toMatchObject({ code: 0 })
    expect(dry.output).toContain('没有写入')
    expect(await operate(file, '--yes')).toMatchObject({
      code: 1,
      output: '没有做成：没有这个参数：--yes。可用：--confirm\n',
    })
    const done = await operate(file, '--confirm')
    expect(done).toMatchObject({ code: 0 })
    expect(done.output).toContain('日历版本 4')
    expect(await readYears()).toMatchObject({ version: 4 })
  })
})

describe('the daily job', () => {
  test('alarms while a year of the next sixty days is missing, and is quiet once it is imported', async () => {
    await runJobsOnce(platform.house, ['keep-calendar'])
    expect(await alarms()).toBeGreaterThan(0)
    await importCalendar(platform.house, file, true)
    platform.house.metrics.events.reset()
    await runJobsOnce(platform.house, ['keep-calendar'])
    expect(await alarms()).toBe(0)
  })

  test('is quiet in October', async () => {
    platform.clock.set(Date.parse('2026-10-15T01:00:00.000Z'))
    await runJobsOnce(platform.house, ['keep-calendar'])
    expect(await alarms()).toBe(0)
  })

  test('counts deadlines again that an import left behind', async () => {
    const { version, years } = await readYears()
    await addYears(version, [...years.values()].slice(-1), '2026-11-26T01:00:00.000Z')
    await runJobsOnce(platform.house, ['keep-calendar'])
    expect(open.get(OTHER)?.calendarVersion).toBe(4)
  })
})
