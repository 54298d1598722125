import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { explain, electricityTariff, gasTariff, tariffOf, waterTariff } from './tariff.ts'
import tariffFile from './tariffs.json' with { type: 'json' }

interface Example {
  readonly utility: string
  readonly amountFen: number
  readonly plan?: string
  readonly yearToDateKWh?: number
  readonly yearToDateM3?: number
  readonly billKWh?: number
  readonly billM3?: number
  readonly peakKWh?: number
  readonly valleyKWh?: number
}

const examples: readonly Example[] = tariffFile.examples

test.each(examples)('the worked example of the data file comes out: %o', (example) => {
  const { utility, peakKWh, valleyKWh = 0 } = example
  const tariff = utility === 'water' ? waterTariff(4) : utility === 'gas' ? gasTariff(4) : electricityTariff(4)
  const yearToDate = example.yearToDateKWh ?? example.yearToDateM3 ?? 0
  const usage = example.billKWh ?? example.billM3 ?? (peakKWh ?? 0) + valleyKWh
  expect(explain(tariff, { yearToDate, usage, peak: peakKWh ?? null }).amountFen).toBe(example.amountFen)
})

describe('a large household', () => {
  test.each([
    ['water', [270, 375, null]],
    ['gas', [360, 570, null]],
    ['electricity', [3_960, 6_000, null]],
  ] as const)('of five has wider tiers of %s: %o', (utility, ends) => {
    expect(tariffOf(utility, 5).tiers.map((tier) => tier.to)).toEqual(ends)
  })

  test('pays the first price where a household of four pays the second', () => {
    const metered = { yearToDate: 2_760, usage: 100, peak: null }
    expect(explain(electricityTariff(4), metered).amountFen).toBe(5_880)
    expect(explain(electricityTariff(5), metered).amountFen).toBe(5_380)
  })
})

const utility = fc.constantFrom('water', 'gas', 'electricity')

test('the tiers hold exactly what was used, before and now', () => {
  fc.assert(
    fc.property(
      utility,
      fc.nat(9_000),
      fc.nat(900),
      fc.integer({ min: 1, max: 9 }),
      (of, yearToDate, usage, persons) => {
        const tariff =
          of === 'water' ? waterTariff(persons) : of === 'gas' ? gasTariff(persons) : electricityTariff(persons)
        const { tiers } = explain(tariff, { yearToDate, usage, peak: null })
        expect(tiers.reduce((sum, tier) => sum + tier.usedNow, 0)).toBe(usage)
        expect(tiers.reduce((sum, tier) => sum + tier.usedBefore, 0)).toBe(yearToDate)
      },
    ),
  )
})

test('paying in two parts costs the same as in one, but for one rounding', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(100), fc.nat(100), (before, one, two) => {
      const tariff = waterTariff(4)
      const fenOf = (yearToDate: number, usage: number) => explain(tariff, { yearToDate, usage, peak: null }).amountFen
      expect(Math.abs(fenOf(before, one) + fenOf(before + one, two) - fenOf(before, one + two))).toBeLessThanOrEqual(1)
    }),
  )
})

test('with time of use a bill lies between all in the valley and all at the peak, and more peak never costs less', () => {
  fc.assert(
    fc.property(fc.nat(6_000), fc.integer({ min: 1, max: 900 }), fc.nat(900), (yearToDate, usage, some) => {
      const peak = Math.min(some, usage)
      const fenOf = (peakKWh: number) => explain(electricityTariff(4), { yearToDate, usage, peak: peakKWh }).amountFen
      expect(fenOf(peak)).toBeGreaterThanOrEqual(fenOf(0))
      expect(fenOf(peak)).toBeLessThanOrEqual(fenOf(usage))
    }),
  )
})

test('a month that crosses a boundary shares peak and valley by its own ratio', () => {
  // 60 kWh in the first tier and 40 in the second; of 50 at the peak 30 and 20.
  const { amountFen } = explain(electricityTariff(4), { yearToDate: 2_700, usage: 100, peak: 50 })
  expect(amountFen).toBe(Math.round((30 * 568 + 30 * 288 + 20 * 618 + 20 * 338) / 10))
})

test('the distance to the next tier ends at the last one', () => {
  const at = (yearToDate: number, usage: number) =>
    explain(waterTariff(4), { yearToDate, usage, peak: null }).untilNextTier
  expect([at(200, 15), at(200, 16), at(290, 30)]).toEqual([1, 0, null])
})
