import { describe, expect, test } from '@jest/globals'
import type { Booked, History } from './book.ts'
import { productOf, type Product } from './facts.ts'
import { lastLook } from './last-look.ts'

function known(code: string): Product {
  const product = productOf(code)
  if (product === null) throw new Error(`${code} is not in the facts`)
  return product
}
const booked = (id: string, product: string, day: string, dose: number): Booked => ({
  ...{ id, state: 'CONFIRMED', product, series: known(product).series, dose, day, from: '09:00', until: '09:30' },
})
const child = (doses: History['doses'], bookings: readonly Booked[]): History => ({
  person: { birthDay: '2026-01-10', sex: 'female' },
  doses,
  bookings,
})
const ipv = (day: string) => ({ product: 'IPV', day })

describe('the last look', () => {
  test('leaves out the booking itself and later ones of its series, which are judged by this dose', () => {
    const own = booked('own', 'IPV', '2026-04-12', 2)
    const next = booked('next', 'bOPV', '2026-05-12', 3)
    expect(lastLook(known('IPV'), child([ipv('2026-03-10')], [own, next]), own)).toEqual({ dose: 2, longestOver: null })
  })

  test('refuses with the first day where a dose came meanwhile', () => {
    const own = booked('own', 'IPV', '2026-04-12', 2)
    const look = lastLook(known('IPV'), child([ipv('2026-04-10')], [own]), own)
    expect(look).toMatchObject({ refused: [{ code: 'too-soon' }], first: { dose: 2 } })
  })

  test('minds a live vaccine that is booked for a day soon after', () => {
    const own = booked('own', 'MMR', '2026-09-12', 1)
    const other = booked('other', 'JE-L', '2026-09-20', 1)
    expect(lastLook(known('MMR'), child([], [own, other]), own)).toMatchObject({ refused: [{ code: 'live-gap' }] })
  })

  test('warns of a longest interval that is over, and refuses nothing for it', () => {
    const product = known('RZV')
    const person = { birthDay: '1960-01-01', sex: 'female' as const }
    const history = { person, doses: [{ product: 'RZV', day: '2025-01-10' }], bookings: [] }
    expect(lastLook(product, history, { id: '', day: '2026-03-01' })).toMatchObject({
      dose: 2,
      longestOver: expect.stringMatching(/^2025-/),
    })
  })
})
