/**
 * The electricity accounts of the demonstration, INVENTED by a seeded generator of its own: one for each person of the roster, monthly readings,
 * every fourth on time of use. The world's electricity company opens its books from this list; amounts are its own arithmetic.
 */
import { diceFrom, type Dice } from './random.ts'
import { demoPeople, type DemoPerson } from './roster.ts'

/** Monthly periods, oldest first. */
export const demoPowerPeriods = [
  '2025-11',
  '2025-12',
  '2026-01',
  '2026-02',
  '2026-03',
  '2026-04',
  '2026-05',
  '2026-06',
  '2026-07',
  '2026-08',
  '2026-09',
  '2026-10',
] as const
const LATEST = '2026-10'
const BEFORE_LATEST = '2026-09'

export interface DemoPowerUsage {
  readonly period: string
  readonly usageKWh: number
  /** Of them between 8 and 22 o'clock; null without time of use. */
  readonly peakKWh: number | null
}

export interface DemoPowerAccount {
  readonly personKey: string
  readonly countyCode: string
  /** 10 digits. */
  readonly accountCode: string
  /** Five and more widen the tiers. */
  readonly householdSize: number
  readonly plan: 'FLAT' | 'TIME_OF_USE'
  readonly stopped: boolean
  /** Used in the calendar year of the first period before it. */
  readonly usedBeforeKWh: number
  /** One entry for each of `demoPowerPeriods`. */
  readonly usage: readonly DemoPowerUsage[]
  /** Periods whose bill is not paid yet; the others were paid elsewhere. */
  readonly openPeriods: readonly string[]
}

const STOPPED_PLACES = new Set([17, 28])
const HOT_OR_COLD = new Set(['01', '07', '08'])
const WANG_USAGE = [168, 190, 236, 221, 175, 158, 149, 172, 263, 281, 204, 215]

function usageFrom(dice: Dice, householdSize: number, place: number, isTimed: boolean): DemoPowerUsage[] {
  const usual = (60 + householdSize * dice.between(28, 42)) * (place % 7 === 3 ? 2 : 1)
  return demoPowerPeriods.map((period) => {
    const season = HOT_OR_COLD.has(period.slice(5)) ? 1.4 : 1
    const usageKWh = Math.round(usual * season) + dice.between(-22, 25)
    const share = dice.between(52, 70)
    return { period, usageKWh, peakKWh: isTimed ? Math.round((usageKWh * share) / 100) : null }
  })
}

function openPeriodsOf(place: number): string[] {
  if (STOPPED_PLACES.has(place) || place % 8 === 5) return [BEFORE_LATEST, LATEST]
  return place % 5 === 2 ? [] : [LATEST]
}

function accountFrom(dice: Dice, person: DemoPerson, place: number): DemoPowerAccount {
  const { householdSize } = person.water
  const isTimed = place % 4 === 1
  const usage = usageFrom(dice, householdSize, place, isTimed)
  return {
    personKey: person.key,
    countyCode: person.countyCode,
    accountCode: `53${person.countyCode.slice(4)}${dice.text(2, '0123456789')}${String(place).padStart(4, '0')}`,
    householdSize,
    plan: isTimed ? 'TIME_OF_USE' : 'FLAT',
    stopped: STOPPED_PLACES.has(place),
    usedBeforeKWh: 10 * (usage[0]?.usageKWh ?? 0),
    usage,
    openPeriods: openPeriodsOf(place),
  }
}

function inventAccounts(): DemoPowerAccount[] {
  const dice = diceFrom(331_500)
  return demoPeople.map((person, place) => {
    const account = accountFrom(dice, person, place)
    if (place !== 0) return account
    const usage = demoPowerPeriods.map((period, at) => ({ period, usageKWh: WANG_USAGE[at] ?? 0, peakKWh: null }))
    return { ...account, accountCode: '5323420587', usedBeforeKWh: 1_870, usage }
  })
}

/** In the order of the roster; the first is 王秀兰's, with one open bill. */
export const demoPowerAccounts: readonly DemoPowerAccount[] = inventAccounts()
