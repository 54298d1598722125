import { expect, test } from '@jest/globals'
import { beganOf, classCode, classWords, gradeOf, readClassNumber, readGrade, schoolYearOf } from './school-year.ts'

test('a school year begins on 1 September', () => {
  expect(['2026-08-31', '2026-09-01', '2027-01-01'].map(schoolYearOf)).toEqual([2025, 2026, 2026])
})

test('a class goes up a grade every September and keeps its code', () => {
  const began = beganOf(3, '2026-11-26')
  expect(['2026-11-26', '2027-08-31', '2027-09-01'].map((day) => gradeOf(began, day))).toEqual([3, 3, 4])
  expect(classCode('331123-edu-s1', began, 2)).toBe('331123-edu-s1-y2024c2')
})

test.each([
  [2026, '一年级2班'],
  [2018, '九年级2班'],
  [2017, '高一2班'],
  [2015, '高三2班'],
  [2014, '2014级2班'],
  [2027, '2027级2班'],
])('a class that began in %i is called %s in November 2026', (began, words) => {
  expect(classWords(began, 2, '2026-11-26')).toBe(words)
})

test.each([
  ['3', 3],
  ['三', 3],
  ['三年级', 3],
  ['12', 12],
  ['初一', 7],
  ['高三', 12],
  ['13', null],
  ['０', null],
  ['初四', null],
  ['', null],
])('the grade %j is read as %j', (text, grade) => {
  expect(readGrade(text)).toBe(grade)
})

test.each([
  ['2', 2],
  ['2班', 2],
  ['（2）班', 2],
  ['60', 60],
  ['61', null],
  ['0', null],
  ['二班', null],
])('the class %j is read as %j', (text, number) => {
  expect(readClassNumber(text)).toBe(number)
})
