import { describe, expect, test } from '@jest/globals'
import { guardianshipStates } from '@xlb/shared/families/states.ts'
import { addDays } from '@xlb/shared/platform/day-words.ts'
import { birthdayAfter } from '@xlb/shared/platform/full-years.ts'
import fc from 'fast-check'
import { endsOn, judgeGuardianship, type Judgeable } from './judge-guardianship.ts'

const active: Judgeable = {
  state: 'ACTIVE',
  since: '2010-01-01',
  until: null,
  childBirthday: '2010-01-01',
  endReason: null,
}
const born = (childBirthday: string, more: Partial<Judgeable> = {}): Judgeable => ({
  ...active,
  childBirthday,
  since: childBirthday,
  ...more,
})
const stands = (one: Judgeable, today: string): boolean => judgeGuardianship(one, today).stands

/** Any day, those at the end of a month and 29 February far more often than chance would have them. */
const anyDay = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const monthEnd = fc
  .record({ year: fc.integer({ min: 1990, max: 2040 }), month: fc.integer({ min: 1, max: 12 }) })
  .map(({ year, month }) => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10))
const leapDay = fc.integer({ min: 498, max: 510 }).map((four) => `${String(four * 4)}-02-29`)
const day = fc.oneof(anyDay, monthEnd, leapDay)

describe('the 18th birthday', () => {
  test.each([
    ['2008-12-01', '2026-12-01'],
    ['2008-12-31', '2026-12-31'],
    ['2009-01-01', '2027-01-01'],
    // 2026 is a common year, 2028 a leap year.
    ['2008-02-29', '2026-03-01'],
    ['2008-02-28', '2026-02-28'],
    ['2008-03-01', '2026-03-01'],
    ['1992-02-29', '2010-03-01'],
  ])('of a child born on %s is %s: the last day of the right is the day before', (birthday, adult) => {
    expect(birthdayAfter(birthday, 18)).toBe(adult)
    expect(stands(born(birthday), addDays(adult, -1))).toBe(true)
    expect(judgeGuardianship(born(birthday), adult)).toEqual({ stands: false, reason: 'birthday' })
  })

  test('of a child of 29 February stands on that day in a leap year', () => {
    expect(birthdayAfter('2008-02-29', 4)).toBe('2012-02-29')
    expect(birthdayAfter('2000-02-29', 100)).toBe('2100-03-01')
  })

  test('is a day of the calendar, 18 years on, and a child who is older is never adult later', () => {
    fc.assert(
      fc.property(day, day, (one, other) => {
        const adult = birthdayAfter(one, 18)
        expect(addDays(adult, 0)).toBe(adult)
        expect(Number(adult.slice(0, 4))).toBe(Number(one.slice(0, 4)) + 18)
        if (one <= other) expect(adult <= birthdayAfter(other, 18)).toBe(true)
      }),
    )
  })
})

describe('a guardianship', () => {
  test('stands exactly on the days between its dates and before the birthday', () => {
    fc.assert(
      fc.property(day, day, fc.option(day), day, (birthday, since, until, today) => {
        const one = born(birthday, { since, until })
        const wanted = since <= today && (until === null || today < until) && today < birthdayAfter(birthday, 18)
        expect(stands(one, today)).toBe(wanted)
        if (wanted) expect(today < endsOn(one)).toBe(true)
      }),
    )
  })

  test('never stands again once it stopped, unless it had not begun', () => {
    fc.assert(
      fc.property(day, fc.option(day), day, fc.nat(20_000), (birthday, until, today, later) => {
        const one = born(birthday, { until })
        const { reason } = judgeGuardianship(one, today)
        if (reason === 'date' || reason === 'birthday') expect(stands(one, addDays(today, later))).toBe(false)
      }),
    )
  })

  test('stands in no state but ACTIVE, and says why it ended only when it ended', () => {
    fc.assert(
      fc.property(day, day, fc.constantFrom(...guardianshipStates), (birthday, today, state) => {
        const judged = judgeGuardianship(born(birthday, { state, endReason: 'revoked' }), today)
        if (state !== 'ACTIVE') expect(judged).toEqual({ stands: false, reason: state === 'ENDED' ? 'revoked' : null })
      }),
    )
  })

  test.each([
    ['2026-11-25', true, null],
    ['2026-11-26', false, 'date'],
    ['2026-11-27', false, 'date'],
  ] as const)('given until 2026-11-26 reads, on %s, %j', (today, standing, reason) => {
    expect(judgeGuardianship(born('2015-05-05', { until: '2026-11-26' }), today)).toEqual({ stands: standing, reason })
  })

  test('whose first day is to come does not stand yet', () => {
    expect(judgeGuardianship(born('2015-05-05', { since: '2026-12-01' }), '2026-11-30')).toEqual({
      stands: false,
      reason: 'not-yet',
    })
  })

  test('ends on the earlier of its date and the birthday', () => {
    expect(endsOn({ until: '2030-01-01', childBirthday: '2008-12-01' })).toBe('2026-12-01')
    expect(endsOn({ until: '2026-01-01', childBirthday: '2008-12-01' })).toBe('2026-01-01')
    expect(endsOn({ until: null, childBirthday: '2008-02-29' })).toBe('2026-03-01')
  })
})
