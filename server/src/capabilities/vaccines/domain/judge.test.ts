/** The schedule's rules, one sentence each, and two properties over every product, birthday and history. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addDays } from '@xlb/shared/platform/time.ts'
import { addMonths } from './ages.ts'
import { productOf, products, type Product, type Sex } from './facts.ts'
import { firstDay, judge, warningsOf, type FirstDay } from './judge.ts'
import type { Given, Person } from './position.ts'

const girl = (birthDay: string): Person => ({ birthDay, sex: 'female' })
const boy = (birthDay: string): Person => ({ birthDay, sex: 'male' })

function of(code: string): Product {
  const found = productOf(code)
  if (found === null) throw new Error(`no product ${code}`)
  return found
}

const gave = (code: string, ...days: readonly string[]): Given[] =>
  days.map((day) => ({ product: code, series: of(code).series, day }))

const first = (code: string, person: Person, given: readonly Given[], from: string): FirstDay =>
  firstDay(of(code), person, given, from)

describe('the first day of', () => {
  test('a first dose is the day on which the age is reached', () => {
    expect(first('MMR', boy('2026-01-31'), [], '2026-02-01')).toEqual({ day: '2026-09-30', dose: 1 })
  })

  test('a later dose waits for its age and for its interval, whichever comes later', () => {
    const child = boy('2026-01-10')
    expect(first('HepB', child, gave('HepB', '2026-01-10'), '2026-01-11')).toEqual({ day: '2026-02-10', dose: 2 })
    const late = gave('HepB', '2026-01-10', '2026-07-01')
    expect(first('HepB', child, late, '2026-07-02')).toEqual({ day: '2026-08-30', dose: 3 })
    const early = gave('HepB', '2026-01-10', '2026-02-10')
    expect(first('HepB', child, early, '2026-02-11')).toEqual({ day: '2026-07-10', dose: 3 })
  })

  test('the third dose of hepatitis B is four months after the first as well', () => {
    const grown = boy('2020-01-10')
    const given = gave('HepB', '2026-01-01', '2026-01-29')
    expect(first('HepB', grown, given, '2026-01-30')).toEqual({ day: '2026-05-01', dose: 3 })
  })

  test('polio goes on from two inactivated doses to two oral ones, and no dose is asked for twice', () => {
    const child = girl('2025-06-05')
    const two = gave('IPV', '2025-08-05', '2025-09-05')
    expect(first('bOPV', child, gave('IPV', '2025-08-05'), '2025-09-01')).toEqual({ none: 'other-first' })
    expect(first('IPV', child, two, '2025-09-06')).toEqual({ none: 'done' })
    expect(first('bOPV', child, two, '2025-09-06')).toEqual({ day: '2025-10-05', dose: 3 })
    const three = [...two, ...gave('bOPV', '2025-10-05')]
    expect(first('bOPV', child, three, '2025-10-06')).toEqual({ day: '2029-06-05', dose: 4 })
  })

  test('two injected live vaccines is the same day or 28 days apart, before and after', () => {
    const child = boy('2025-03-01')
    const mmr = gave('MMR', '2026-11-10')
    const day = (from: string) => first('JE-L', child, mmr, from)
    expect(day('2026-11-10')).toEqual({ day: '2026-11-10', dose: 1 })
    expect(day('2026-11-11')).toEqual({ day: '2026-12-08', dose: 1 })
    expect(day('2026-10-20')).toEqual({ day: '2026-11-10', dose: 1 })
    expect(day('2026-10-13')).toEqual({ day: '2026-10-13', dose: 1 })
  })

  test('an oral or an inactivated vaccine does not wait for a live one', () => {
    const child = boy('2024-03-01')
    const mmr = gave('MMR', '2026-11-10')
    expect(first('HepA-I', child, mmr, '2026-11-11')).toEqual({ day: '2026-11-11', dose: 1 })
  })

  test('groups A and C is earlier for a child that missed group A', () => {
    const child = girl('2024-01-15')
    expect(first('MPSV-AC', child, [], '2026-01-20')).toEqual({ day: '2026-01-20', dose: 3 })
    const one = gave('MPSV-A', '2025-12-01')
    expect(first('MPSV-AC', child, one, '2026-01-20')).toEqual({ day: '2026-03-01', dose: 3 })
    const two = gave('MPSV-A', '2025-06-01', '2025-12-01')
    expect(first('MPSV-AC', child, two, '2026-01-20')).toEqual({ day: '2027-01-15', dose: 3 })
    expect(first('MPSV-A', child, [], '2026-01-20')).toEqual({ none: 'too-old' })
  })

  test('influenza is one dose a season, two in a child’s first, and none in summer', () => {
    const child = boy('2022-05-01')
    expect(first('FLU-IIV', child, [], '2026-06-10')).toEqual({ day: '2026-09-01', dose: 1 })
    const once = gave('FLU-IIV', '2026-10-01')
    expect(first('FLU-IIV', child, once, '2026-10-02')).toEqual({ day: '2026-10-29', dose: 2 })
    const twice = gave('FLU-IIV', '2026-10-01', '2026-10-29')
    expect(first('FLU-IIV', child, twice, '2026-11-01')).toEqual({ day: '2027-09-01', dose: 3 })
    const grandmother = girl('1950-02-03')
    expect(first('FLU-IIV', grandmother, gave('FLU-IIV', '2026-10-01'), '2026-10-02')).toEqual({
      day: '2027-09-01',
      dose: 2,
    })
  })
})

describe('there is no day', () => {
  test.each([
    ['for BCG without a skin test from three months on', 'BCG', boy('2026-01-31'), '2026-04-30', 'needs-test'],
    ['for BCG from four years on', 'BCG', boy('2020-01-31'), '2026-04-30', 'too-old'],
    ['for DTaP from seven years on', 'DTaP', boy('2019-11-26'), '2026-11-26', 'too-old'],
    ['for a boy in the programme against HPV', 'HPV2-NIP', boy('2013-01-01'), '2026-11-26', 'wrong-sex'],
    [
      'for a girl who was born before the programme began',
      'HPV2-NIP',
      girl('2011-11-09'),
      '2026-11-26',
      'not-entitled',
    ],
    ['after a bite: go now', 'RABIES', girl('1980-01-01'), '2026-11-26', 'go-now'],
    ['for a man of 27 and the vaccine against nine types', 'HPV9', boy('1999-11-26'), '2026-11-26', 'too-old'],
  ])('%s', (_words, code, person, day, none) => {
    expect(first(code, person, [], day)).toEqual({ none })
  })

  test('at once where the last day of the age is gone, and one day before where it is not', () => {
    const child = boy('2019-11-27')
    const four = gave('DTaP', '2020-02-01', '2020-04-01', '2020-06-01', '2021-06-01')
    expect(first('DTaP', child, four, '2026-11-26')).toEqual({ day: '2026-11-26', dose: 5 })
    expect(first('DTaP', child, four, '2026-11-27')).toEqual({ none: 'too-old' })
    expect(first('DT', child, four, '2026-11-27')).toEqual({ day: '2026-11-27', dose: 1 })
  })

  test('for a course that was begun with another product: the clinic decides', () => {
    expect(first('HPV9', girl('2000-01-01'), gave('HPV2', '2025-01-01'), '2026-01-01')).toEqual({ none: 'ask-clinic' })
    expect(first('DT', boy('2018-01-01'), gave('DTaP', '2019-01-01'), '2026-01-01')).toEqual({ none: 'ask-clinic' })
  })
})

test('a dose that comes late is given with a warning, and the course does not start again', () => {
  const woman = girl('1970-01-01')
  const begun = gave('RZV', '2025-01-10')
  expect(first('RZV', woman, begun, '2026-01-10')).toEqual({ day: '2026-01-10', dose: 2 })
  expect(warningsOf(of('RZV'), woman, begun, '2025-07-10')).toEqual([])
  expect(warningsOf(of('RZV'), woman, begun, '2025-07-11')).toEqual(['later-than-advised'])
})

const someone = fc.record({
  birthDay: fc.integer({ min: 0, max: 365 * 80 }).map((days) => addDays('1946-01-01', days)),
  sex: fc.constantFrom<Sex>('female', 'male'),
})

describe('for every product, birthday and history', () => {
  test('the first day that is offered is accepted, and the day before it is refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...products),
        someone,
        fc.array(fc.tuple(fc.constantFrom(...products), fc.integer({ min: 0, max: 365 * 10 })), { maxLength: 6 }),
        fc.integer({ min: 0, max: 365 * 10 }),
        (product, person, history, after) => {
          const given = history.flatMap(([one, days]) => gave(one.code, addDays(person.birthDay, days)))
          const from = addDays(person.birthDay, after)
          const found = firstDay(product, person, given, from)
          if ('none' in found) return
          expect(judge(product, person, given, found.day)).toEqual([])
          if (found.day > from) expect(judge(product, person, given, addDays(found.day, -1))).not.toEqual([])
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('somebody who takes every first day gets through each course of the programme in its order and ends with done or too old', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...products.filter((one) => one.free && one.dosesBefore === 0 && one.code !== 'DT')),
        fc.integer({ min: 0, max: 800 }).map((days) => addDays('2023-12-30', days)),
        (product, birthDay) => {
          let given: Given[] = []
          let day = birthDay
          const person = girl(birthDay)
          for (let turn = 0; turn < 9; turn += 1) {
            const next = firstDay(product, person, given, day)
            if ('none' in next) {
              expect(next.none).toBe('done')
              expect(given.length).toBe(product.courses[0]?.steps.length)
              return
            }
            expect(next.dose).toBe(given.length + 1)
            given = [...given, ...gave(product.code, next.day)]
            day = addMonths(next.day, 0)
          }
          throw new Error(`${product.code} never ends`)
        },
      ),
    )
  })
})
