import { describe, expect, test } from '@jest/globals'
import { doseShown } from './dose-shown.ts'

const flu = (day: string) => ({ product: 'FLU-IIV', day })

describe('the number of a dose', () => {
  test('counts within its season for influenza: somebody’s third year is a first dose', () => {
    const given = [flu('2024-10-22'), flu('2025-10-20')]
    expect(doseShown(given, { product: 'FLU-IIV', dose: 3, day: '2026-11-27' })).toBe(1)
    expect(doseShown([flu('2026-10-27')], { product: 'FLU-IIV', dose: 2, day: '2026-11-27' })).toBe(2)
    expect(doseShown([flu('2026-01-27')], { product: 'FLU-IIV', dose: 2, day: '2026-02-27' })).toBe(2)
  })

  test('counts over the series for everything else', () => {
    const polio = [
      { product: 'IPV', day: '2020-01-01' },
      { product: 'IPV', day: '2020-02-01' },
    ]
    expect(doseShown(polio, { product: 'bOPV', dose: 3, day: '2020-03-01' })).toBe(3)
  })
})
