import { describe, expect, it } from '@jest/globals'
import { chargeGas } from '../../world/src/gas/tariff.ts'
import { chargePower } from '../../world/src/power/tariff.ts'

describe('what the electricity company charges', () => {
  it('follows the published examples, flat and by time of use', () => {
    const base = { yearToDateBeforeKWh: 0, householdSize: 3, peakKWh: null, sharedMeter: false }
    expect(chargePower({ ...base, usageKWh: 230 }).amountFen).toBe(12_374)
    expect(chargePower({ ...base, yearToDateBeforeKWh: 2_700, usageKWh: 300 }).amountFen).toBe(17_340)
    expect(chargePower({ ...base, yearToDateBeforeKWh: 4_700, usageKWh: 400 }).amountFen).toBe(31_020)
    const timed = { ...base, yearToDateBeforeKWh: 1_000, usageKWh: 300, peakKWh: 180 }
    expect(chargePower(timed).amountFen).toBe(13_680)
  })

  it('shares peak and valley over two tiers by the month’s ratio, and widens the tiers for five people', () => {
    const base = { yearToDateBeforeKWh: 2_700, usageKWh: 100, peakKWh: 61, sharedMeter: false }
    const { lines } = chargePower({ ...base, householdSize: 3 })
    expect(lines.map((one) => [one.tier, one.band, one.usageKWh])).toEqual([
      [1, 'PEAK', 37],
      [1, 'VALLEY', 23],
      [2, 'PEAK', 24],
      [2, 'VALLEY', 16],
    ])
    expect(chargePower({ ...base, householdSize: 5 }).lines.map((one) => one.tier)).toEqual([1, 1])
  })
})

describe('what the gas company charges', () => {
  const base = { yearToDateBeforeM3: 290, householdSize: 3, ownPrice: false }

  it('follows the published example; five people have wider tiers, a contract another price', () => {
    expect(chargeGas({ ...base, usageM3: 25 }).amountFen).toBe(10_080)
    expect(chargeGas({ ...base, usageM3: 25, householdSize: 5 }).amountFen).toBe(9_000)
    expect(chargeGas({ ...base, usageM3: 25, ownPrice: true }).amountFen).toBe(10_330)
    expect(chargeGas({ ...base, usageM3: 300 }).lines.map((one) => [one.tier, one.usageM3])).toEqual([
      [1, 10],
      [2, 180],
      [3, 110],
    ])
  })
})
