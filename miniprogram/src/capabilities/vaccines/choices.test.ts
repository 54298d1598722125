import { describe, expect, test } from '@jest/globals'
import type { VaccineSeats } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { chosenIn, firstOn, nextInstead, openDays, weeksOf, type SeatDay } from './choices.ts'

const window = (id: string, free: number) => ({
  id,
  from: `${id.slice(0, 2)}:${id.slice(2)}`,
  until: '12:00',
  free,
  capacity: 12,
})
const day = (on: string, windows: SeatDay['windows'], refused: SeatDay['refused'] = null): SeatDay => ({
  day: on,
  sessionId: `vse_${on}`,
  refused,
  windows,
})

/** Friday too early, Monday full, Wednesday with room. */
const days = [
  day('2026-11-27', [window('0830', 4)], 'too-young'),
  day('2026-11-30', [window('0830', 0), window('0900', 0)]),
  day('2026-12-02', [window('0830', 0), window('0900', 3)]),
]
const seats: VaccineSeats = {
  ...{
    person: { personId: 'per_1', name: '何*安', relation: 'child' },
    product: 'DTaP',
    name: '百白破疫苗',
    free: true,
    price: null,
  },
  site: {
    ...{ id: 'sit_1', name: '门诊', address: '', phone: '', hours: '', near: true, position: null },
  },
  ...{ dose: 1, asOf: '2026-11-26T02:00:00.000Z', first: { day: '2026-11-28', none: null }, days, release: null },
  terms: { holdMinutes: 10, lateHours: 24, mostChanges: 3, observeMinutes: 30 },
  offer: { day: '2026-12-02', sessionId: 'vse_2026-12-02', window: '0900' },
}

describe('the calendar', () => {
  test('begins on the Monday of the first day with a session and ends on the Sunday of the last', () => {
    const weeks = weeksOf(days, '2026-11-26')
    expect(weeks.map((week) => week.length)).toEqual([7, 7])
    expect(weeks[0]?.[0]?.day).toBe('2026-11-23')
    expect(weeks[1]?.[6]?.day).toBe('2026-12-06')
    expect(weeksOf([], '2026-11-26')).toEqual([])
  })

  test('tells a day off, a day refused, a full day and a day with room apart', () => {
    const looks = weeksOf(days, '2026-11-26')
      .flat()
      .map(({ day: on, look, free }) => ({ on, look, free }))
    expect(looks).toContainEqual({ on: '2026-11-25', look: 'past', free: 0 })
    expect(looks).toContainEqual({ on: '2026-11-26', look: 'rest', free: 0 })
    expect(looks).toContainEqual({ on: '2026-11-27', look: 'refused', free: 4 })
    expect(looks).toContainEqual({ on: '2026-11-30', look: 'full', free: 0 })
    expect(looks).toContainEqual({ on: '2026-12-02', look: 'open', free: 3 })
    expect(openDays(days).map((one) => one.day)).toEqual(['2026-12-02'])
  })
})

describe('a choice', () => {
  test('on a day takes its first free window, and none on a day that is refused or full', () => {
    expect(days.map(firstOn)).toEqual([null, null, { day: '2026-12-02', window: '0900' }])
  })

  test('is what stands at this moment: a day that is refused, or a window that is gone, is none', () => {
    expect(chosenIn(days, { day: '2026-12-02', window: '0900' })).toMatchObject({ from: '09:00', free: 3 })
    expect(chosenIn(days, { day: '2026-11-30', window: '0830' })?.free).toBe(0)
    expect(chosenIn(days, { day: '2026-11-27', window: '0830' })).toBeNull()
    expect(chosenIn(days, { day: '2026-12-02', window: '1030' })).toBeNull()
    expect(chosenIn(days, null)).toBeNull()
  })

  test('that was lost is followed by another time of the same day, else by the offer, never by itself', () => {
    expect(nextInstead(seats, { day: '2026-12-02', window: '0830' })).toEqual({ day: '2026-12-02', window: '0900' })
    expect(nextInstead(seats, { day: '2026-11-30', window: '0830' })).toMatchObject({ day: '2026-12-02' })
    expect(nextInstead(seats, { day: '2026-12-02', window: '0900' })).toBeNull()
    expect(nextInstead({ ...seats, offer: null, days: [] }, null)).toBeNull()
  })
})
