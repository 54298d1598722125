import { describe, expect, test } from '@jest/globals'
import { addDays, dayOf } from '@xlb/shared/platform/day-words.ts'
import fc from 'fast-check'
import { daysOf, workingDaysOf } from './arrangement-file.ts'
import { shippedArrangements, usualOfficeHours } from './shipped.ts'
import {
  addWorkingDays,
  calendarFrom,
  deadlineFrom,
  deadlineOfArrival,
  isWorkingDay,
  missingYears,
  recountDeadline,
  UnknownYear,
  workingDaysBetween,
  type YearDays,
} from './working-days.ts'

const years = shippedArrangements().map(daysOf)
const calendar = calendarFrom(3, years)
/** An invented arrangement, that an import may bring. */
const invented: YearDays = {
  year: 2027,
  daysOff: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-05-01', '2027-10-01', '2027-10-02', '2027-10-03'],
  makeUpWorkdays: ['2026-12-27', '2027-01-09'],
}
const later = calendarFrom(4, [...years, invented])

/** 16:55 at +08:00, five minutes before a letter’s office closes in our tests. */
const at = (day: string, minute: string): string => new Date(`${day}T${minute}:00+08:00`).toISOString()
const arrival = (day: string, minute: string, workingDays: number) =>
  deadlineOfArrival(calendar, at(day, minute), workingDays, { ...usualOfficeHours, closesAt: '17:00' })

test('the shipped years count as many working days as their sources do', () => {
  expect(years.map((one) => [one.year, workingDaysOf(one)])).toEqual([
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])
})

test.each([
  ['2026-09-30', true, 'the Wednesday before National Day'],
  ['2026-10-01', false, 'National Day'],
  ['2026-10-07', false, 'the last day off'],
  ['2026-10-10', true, 'a Saturday worked for it'],
  ['2026-09-20', true, 'a Sunday worked for it'],
  ['2026-10-11', false, 'a plain Sunday'],
  ['2024-02-09', true, 'the eve of the Spring Festival of 2024'],
  ['2025-01-28', false, 'the eve of the Spring Festival of 2025'],
])('%s works: %s, %s', (day, works) => {
  expect(isWorkingDay(calendar, day)).toBe(works)
})

describe('scenario 14', () => {
  test('a letter at 16:55 on the last working day before National Day is due after five working days, the make-up Saturday among them', () => {
    expect(arrival('2026-09-30', '16:55', 5)).toEqual({
      arrivedOn: '2026-09-30',
      startedAt: '2026-09-30',
      workingDays: 5,
      date: '2026-10-13',
      calendarVersion: 3,
      provisional: null,
    })
  })

  test.each([
    ['2026-09-30', '17:00', '2026-10-08', '2026-10-14'],
    ['2026-10-03', '10:00', '2026-10-08', '2026-10-14'],
    ['2026-10-09', '17:30', '2026-10-10', '2026-10-16'],
    ['2026-10-10', '16:59', '2026-10-10', '2026-10-16'],
    ['2026-10-10', '23:59', '2026-10-12', '2026-10-19'],
    ['2026-10-12', '00:01', '2026-10-12', '2026-10-19'],
  ])('what comes on %s at %s counts as received on %s and is due on %s', (day, minute, startedAt, date) => {
    expect(arrival(day, minute, 5)).toMatchObject({ startedAt, date, provisional: null })
  })

  test('in December a count that passes the year is provisional, and one that ends on its last working day is final', () => {
    expect(arrival('2026-12-25', '09:00', 4)).toMatchObject({ date: '2026-12-31', provisional: null })
    expect(arrival('2026-12-25', '09:00', 5)).toMatchObject({
      date: '2027-01-01',
      provisional: { reason: 'year-not-imported', year: 2027 },
    })
  })

  test('the imported year makes it final, from the arrival on: a receipt that was only guessed moves too', () => {
    const guessed = arrival('2026-12-31', '17:10', 5)
    expect(guessed).toMatchObject({ startedAt: '2027-01-01', date: '2027-01-08', provisional: { year: 2027 } })
    expect(recountDeadline(later, guessed)).toEqual({
      arrivedOn: '2027-01-01',
      startedAt: '2027-01-04',
      workingDays: 5,
      date: '2027-01-09',
      calendarVersion: 4,
      provisional: null,
    })
  })

  test('a notice that names a make-up day in the December before moves open deadlines of that December', () => {
    const open = arrival('2026-12-25', '09:00', 4)
    expect(recountDeadline(later, open)).toMatchObject({ date: '2026-12-30', provisional: null, calendarVersion: 4 })
  })
})

test.each([
  ['in order', [...years, invented]],
  ['the other way round', [invented, ...years]],
])('of two notices that name one day the later year’s holds, read %s', (_how, read) => {
  const contrary: YearDays = { year: 2026, daysOff: ['2026-12-27'], makeUpWorkdays: [] }
  expect(isWorkingDay(calendarFrom(5, [...read, contrary]), '2026-12-27')).toBe(true)
  expect(isWorkingDay(calendarFrom(5, [contrary, ...read]), '2026-12-27')).toBe(true)
})

test('a day that is a fact starts the count even if it is a day off', () => {
  expect(deadlineFrom(calendar, '2026-10-03', 1)).toMatchObject({
    arrivedOn: null,
    startedAt: '2026-10-03',
    date: '2026-10-08',
  })
  expect(recountDeadline(later, deadlineFrom(calendar, '2026-10-03', 1)).startedAt).toBe('2026-10-03')
})

describe('an unknown year', () => {
  test('is refused by name where the answer must be exact', () => {
    expect(() => isWorkingDay(calendar, '2027-01-04')).toThrow(new UnknownYear(2027))
    expect(() => addWorkingDays(calendar, '2026-12-31', 1)).toThrow('2027')
    expect(() => workingDaysBetween(calendar, '2026-12-31', '2027-01-01')).toThrow('2027')
    expect(addWorkingDays(calendar, '2026-12-30', 1)).toBe('2026-12-31')
  })

  test('before the first imported one is refused for deadlines too, and so is every year of an empty calendar', () => {
    expect(() => deadlineFrom(calendar, '2023-12-01', 3)).toThrow(new UnknownYear(2023))
    expect(() => deadlineFrom(calendarFrom(0, []), '2026-12-01', 3)).toThrow(new UnknownYear(2026))
  })

  test('between two imported ones is named as well', () => {
    const gap = calendarFrom(
      5,
      years.filter((one) => one.year !== 2025),
    )
    expect(deadlineFrom(gap, '2024-12-31', 300)).toMatchObject({ provisional: { year: 2025 } })
  })

  test('is the first one, where a count goes through several', () => {
    expect(deadlineFrom(calendar, '2026-12-31', 300)).toMatchObject({ date: '2028-02-24', provisional: { year: 2027 } })
  })

  test('is seen sixty days ahead, not earlier', () => {
    expect(missingYears(calendar, '2026-11-02', 60)).toEqual([2027])
    expect(missingYears(calendar, '2026-11-01', 60)).toEqual([])
    expect(missingYears(later, '2026-11-23', 60)).toEqual([])
  })
})

test.each(['2026-02-30', '2026-1-1', ''])('"%s" is no day', (day) => {
  expect(() => isWorkingDay(calendar, day)).toThrow(RangeError)
  expect(() => deadlineFrom(calendar, day, 5)).toThrow(RangeError)
})

test.each([0, -1, 1.5, 1001, Number.NaN])('a deadline of %s working days is refused', (workingDays) => {
  expect(() => deadlineFrom(calendar, '2026-11-23', workingDays)).toThrow(RangeError)
})

describe('whatever the day and the number', () => {
  const first = '2024-01-01'
  /** Days of 2024 to the middle of 2026, so that 100 working days more stay inside. */
  const known = fc.integer({ min: 0, max: 900 }).map((days) => addDays(first, days))
  const some = fc.integer({ min: 0, max: 50 })
  const anyDay = fc.integer({ min: 0, max: 1_200 }).map((days) => addDays(first, days))

  test('two counts one after the other are one count', () => {
    fc.assert(
      fc.property(known, some, some, (start, one, other) => {
        const twice = addWorkingDays(calendar, addWorkingDays(calendar, start, one), other)
        expect(twice).toBe(addWorkingDays(calendar, start, one + other))
      }),
    )
  })

  test('a count lands on a working day, after the start, and counting back finds the number', () => {
    fc.assert(
      fc.property(known, some, (start, more) => {
        const end = addWorkingDays(calendar, start, more + 1)
        expect(isWorkingDay(calendar, end)).toBe(true)
        expect(end > start).toBe(true)
        expect(workingDaysBetween(calendar, start, end)).toBe(more + 1)
        expect(workingDaysBetween(calendar, end, start)).toBe(-more - 1)
      }),
    )
  })

  test('a span is the sum of its parts', () => {
    fc.assert(
      fc.property(known, known, known, (a, b, c) => {
        const sum = workingDaysBetween(calendar, a, b) + workingDaysBetween(calendar, b, c)
        expect(sum).toBe(workingDaysBetween(calendar, a, c))
      }),
    )
  })

  test('a deadline is provisional exactly when a day of an unpublished year was looked at', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (start, workingDays) => {
        const { date, provisional } = deadlineFrom(calendar, start, workingDays)
        expect(provisional).toEqual(
          date < '2027' ? null : { reason: 'year-not-imported', year: Math.max(2027, Number(start.slice(0, 4))) },
        )
        if (provisional === null) expect(date).toBe(addWorkingDays(calendar, start, workingDays))
        else expect(() => addWorkingDays(calendar, start, workingDays)).toThrow(UnknownYear)
      }),
    )
  })

  test('an arrival is received on a working day at or after it, and an hour later never gives an earlier deadline', () => {
    const instant = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2026-06-01') })
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 60 }), (ms, workingDays) => {
        const [now, soon] = [ms, ms + 3_600_000].map((one) =>
          deadlineOfArrival(calendar, new Date(one).toISOString(), workingDays, usualOfficeHours),
        )
        expect(isWorkingDay(calendar, now?.startedAt ?? '')).toBe(true)
        expect((now?.startedAt ?? '') >= dayOf(ms)).toBe(true)
        expect((now?.date ?? '') <= (soon?.date ?? '')).toBe(true)
      }),
    )
  })
})
