/**
 * Our own reading of the published tariffs: tiers by the calendar year, with the water's sewage fee and electricity's time of use. It explains a bill;
 * the amount to pay is always the utility's. Sources and states of verification stand in tariffs.json: electricity is as published, water and
 * gas are assumptions, and pages say so.
 */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import tariffFile from './tariffs.json' with { type: 'json' }

export interface Tier {
  readonly tier: number
  /** Units of the year: the tier holds what lies above `from`, up to `to` (null: open). */
  readonly from: number
  readonly to: number | null
  /** 0.1 fen a unit; with time of use the price of the flat plan, which the bars show. */
  readonly priceTenthFen: number
  readonly peakTenthFen: number | null
  readonly valleyTenthFen: number | null
}

export interface Tariff {
  readonly name: string
  readonly status: 'exact' | 'assumption'
  readonly source: string
  readonly tiers: readonly Tier[]
  /** 0.1 fen on every unit beside the tiers. */
  readonly sewageTenthFen: number
}

export interface Metered {
  /** Used since 1 January before this bill. */
  readonly yearToDate: number
  readonly usage: number
  /** null: one price the whole day. */
  readonly peak: number | null
}

export interface Explained {
  readonly tiers: readonly (Tier & { readonly usedBefore: number; readonly usedNow: number })[]
  readonly amountFen: number
  readonly untilNextTier: number | null
}

const { water, gas, electricity } = tariffFile

interface Prices {
  readonly to: number | null
  readonly price: number
  readonly peak?: number | undefined
  readonly valley?: number | undefined
}

/** `wider`: by how much each upper end moves for this household. */
function tiersFrom(prices: readonly Prices[], wider: readonly number[]): Tier[] {
  let from = 0
  return prices.map(({ to: end, price, peak, valley }, at) => {
    const to = end === null ? null : end + (wider[at] ?? 0)
    const tier = {
      ...{ tier: at + 1, from, to, priceTenthFen: price },
      ...{ peakTenthFen: peak ?? null, valleyTenthFen: valley ?? null },
    }
    from = to ?? from
    return tier
  })
}

const widened = (steps: readonly number[], persons: number, base: number): number[] =>
  steps.map((step) => step * Math.max(0, persons - base))

/** Each person above the base widens the first and the second limit. */
export function waterTariff(householdSize: number): Tariff {
  const { basePersons, extraM3PerPersonPerYear: steps } = water.household
  const prices = water.tiers.map((one) => ({ to: one.toM3, price: one.supplyPriceTenthFenPerM3 }))
  return {
    ...{ name: water.name, status: 'assumption' as const, source: water.doubts[0] ?? '' },
    tiers: tiersFrom(prices, widened(steps, householdSize, basePersons)),
    sewageTenthFen: water.sewageFeeTenthFenPerM3,
  }
}

export function gasTariff(householdSize: number): Tariff {
  const { basePersons, extraM3PerPersonPerYear: steps } = gas.household
  const prices = gas.tiers.map((one) => ({ to: one.toM3, price: one.priceTenthFenPerM3 }))
  return {
    ...{ name: gas.name, status: 'assumption' as const, source: gas.doubts[0] ?? '' },
    tiers: tiersFrom(prices, widened(steps, householdSize, basePersons)),
    sewageTenthFen: 0,
  }
}

const MONTHS = 12

export function electricityTariff(householdSize: number): Tariff {
  const { extraKWhPerPersonPerMonth: extra, fromPersons } = electricity.largeHousehold
  const timed = electricity.timeOfUse.tiers
  const prices = electricity.flat.map((one, at) => ({
    to: one.toKWh,
    price: one.priceTenthFenPerKWh,
    peak: timed[at]?.peakPriceTenthFenPerKWh,
    valley: timed[at]?.valleyPriceTenthFenPerKWh,
  }))
  const step = extra * MONTHS
  return {
    ...{ name: electricity.name, status: 'exact' as const, source: electricity.doubts[0] ?? '' },
    tiers: tiersFrom(prices, widened([step, step], householdSize, fromPersons - 1)),
    sewageTenthFen: 0,
  }
}

const TARIFFS: Readonly<Record<Utility, (householdSize: number) => Tariff>> = {
  water: waterTariff,
  gas: gasTariff,
  electricity: electricityTariff,
}

export function tariffOf(utility: Utility, householdSize: number): Tariff {
  return TARIFFS[utility](householdSize)
}

/** Units are whole; the result is rounded to fen once. */
export function explain(tariff: Tariff, { yearToDate, usage, peak }: Metered): Explained {
  const after = yearToDate + usage
  const tiers = tariff.tiers.map((tier) => {
    const upTo = (units: number) => Math.max(0, Math.min(units, tier.to ?? units) - tier.from)
    return { ...tier, usedBefore: upTo(yearToDate), usedNow: upTo(after) - upTo(yearToDate) }
  })
  const inTiers = peak === null ? flatTenths(tiers) : timedTenths(tiers, usage, peak)
  const reached = tiers.find((tier) => tier.to === null || after <= tier.to)
  return {
    tiers,
    amountFen: Math.round((inTiers + usage * tariff.sewageTenthFen) / 10),
    untilNextTier: reached === undefined || reached.to === null ? null : reached.to - after,
  }
}

type Used = readonly (Tier & { readonly usedNow: number })[]

const flatTenths = (tiers: Used): number => tiers.reduce((sum, tier) => sum + tier.usedNow * tier.priceTenthFen, 0)

/**
 * The total decides the tier; a bill that crosses a boundary shares peak and valley by its own ratio in whole units, the last tier taking the rest
 * (an assumption: tariffs.json, tierBy).
 */
function timedTenths(tiers: Used, usage: number, peak: number): number {
  const crossed = tiers.filter((tier) => tier.usedNow > 0)
  let [rest, sum] = [peak, 0]
  crossed.forEach((tier, at) => {
    const isLast = at === crossed.length - 1
    const share = isLast ? rest : Math.min(rest, Math.round((peak * tier.usedNow) / usage))
    const here = Math.min(share, tier.usedNow)
    rest -= here
    sum += here * (tier.peakTenthFen ?? tier.priceTenthFen)
    sum += (tier.usedNow - here) * (tier.valleyTenthFen ?? tier.priceTenthFen)
  })
  return sum
}
