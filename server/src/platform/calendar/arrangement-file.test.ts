import { describe, expect, test } from '@jest/globals'
import { daysOf, readArrangements, workingDaysOf } from './arrangement-file.ts'

const holiday = (name: string, from: string, to: string, ...makeUpWorkdays: string[]) => ({
  name,
  from,
  to,
  makeUpWorkdays,
})

/** Invented: the arrangement of 2027 is not known. */
const sound = {
  title: '国务院办公厅关于2027年部分节假日安排的通知（测试）',
  documentNumber: '测试〔2026〕1号',
  issuedOn: '2026-11-24',
  status: 'published',
  holidays: [
    holiday('元旦', '2026-12-31', '2027-01-03', '2026-12-27'),
    holiday('劳动节', '2027-05-01', '2027-05-05', '2027-05-08'),
    holiday('国庆节', '2027-10-01', '2027-10-07', '2027-09-26', '2027-10-09'),
  ],
}
const file = (change: object = {}, year = '2027') => JSON.stringify({ years: { [year]: { ...sound, ...change } } })
const withFirst = (change: object) =>
  file({ holidays: [{ ...sound.holidays[0], ...change }, ...sound.holidays.slice(1)] })

test('a sound file gives its years, with days off and make-up days, those of the December before too', () => {
  const [only] = readArrangements(file())
  expect(only).toMatchObject({ year: 2027, documentNumber: '测试〔2026〕1号' })
  const days = daysOf(only ?? { year: 0, holidays: [] })
  expect(days.daysOff.slice(0, 4)).toEqual(['2026-12-31', '2027-01-01', '2027-01-02', '2027-01-03'])
  expect(days.makeUpWorkdays).toEqual(['2026-12-27', '2027-05-08', '2027-09-26', '2027-10-09'])
  // 261 weekdays, without 1 January, 3 in May and 5 in October, and with three Saturdays and Sundays.
  expect(workingDaysOf(days)).toBe(255)
})

test('lists and totals that agree are taken', () => {
  const { daysOff, makeUpWorkdays } = daysOf({ year: 2027, holidays: sound.holidays })
  expect(readArrangements(file({ daysOff, makeUpWorkdays, workingDaysInYear: 255 }))).toHaveLength(1)
})

describe('a bad file is refused with the field that is wrong', () => {
  test.each([
    ['years', '{}'],
    ['years', '{"years":{}}'],
    ['years.27', file({}, '27')],
    ['years.2027.status', file({ status: 'not-found' })],
    ['years.2027.documentNumber', file({ documentNumber: null })],
    ['years.2027.issuedOn', file({ issuedOn: '2026-11-31' })],
    ['years.2027.title', file({ title: '国务院办公厅关于2026年部分节假日安排的通知' })],
    ['years.2027.holidays', file({ holidays: [] })],
    ['years.2027.holidays', file({ holidays: sound.holidays.slice(0, 2) })],
    ['years.2027.holidays', file({ holidays: [...sound.holidays, sound.holidays[1]] })],
    ['years.2027.holidays.0.from', withFirst({ from: '2026-11-30' })],
    ['years.2027.holidays.0.from', withFirst({ from: 20270101 })],
    ['years.2027.holidays.0.to', withFirst({ to: '2026-12-30' })],
    ['years.2027.holidays.0.to', withFirst({ to: '2027-03-01' })],
    ['years.2027.holidays.0.makeUpWorkdays.0', withFirst({ makeUpWorkdays: ['2027-01-04'] })],
    ['years.2027.holidays.0.makeUpWorkdays.0', withFirst({ makeUpWorkdays: ['2028-01-08'] })],
    ['years.2027.holidays', withFirst({ makeUpWorkdays: ['2027-01-03'] })],
    ['years.2027.daysOff', file({ daysOff: ['2027-01-01'] })],
    ['years.2027.makeUpWorkdays', file({ makeUpWorkdays: [] })],
    ['years.2027.workingDaysInYear', file({ workingDaysInYear: 250 })],
  ])('%s', (field, text) => {
    expect(() => readArrangements(text)).toThrow(`${field}（`)
    expect(() => readArrangements(text)).toThrow(/^节假日安排文件有误：[^\n]*[\u4e00-\u9fff][^\n]*$/)
  })

  test('what is no JSON is said so', () => {
    expect(() => readArrangements('2027')).toThrow('节假日安排文件有误')
    expect(() => readArrangements('{')).toThrow('节假日安排文件有误：不是 JSON')
  })
})
