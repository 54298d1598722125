/**
 * The gas accounts of the demonstration, INVENTED by a seeded generator of its own: those of the roster who live in a subdistrict or a town
 * (townships use bottles and have no pipe). Two-month cycles like the water's. The world's gas company opens its books from this list.
 */
import { diceFrom, type Dice } from './random.ts'
import { demoPeople, demoPeriods, LATEST_DEMO_PERIOD, type DemoPerson, type DemoUsage } from './roster.ts'

export interface DemoGasAccount {
  readonly personKey: string
  readonly countyCode: string
  /** Letters and digits: `SCR4200587`. */
  readonly accountCode: string
  /** Five and more widen the tiers. */
  readonly householdSize: number
  readonly stopped: boolean
  /** Used in the calendar year of the first period before it. */
  readonly usedBeforeM3: number
  /** One entry for each of `demoPeriods`. */
  readonly usage: readonly DemoUsage[]
  /** Periods whose bill is not paid yet; the others were paid elsewhere. */
  readonly openPeriods: readonly string[]
}

/** Township codes: subdistricts from 001, towns from 100, townships from 200. */
const FIRST_TOWNSHIP_WITHOUT_PIPE = '200'
const STOPPED_PLACES = new Set([21, 35])
const LETTERS: Readonly<Record<string, string>> = { '331123': 'SC', '331124': 'SY' }
const WANG_USAGE = [31, 34, 29, 24, 21, 23]

function openPeriodsOf(place: number): string[] {
  if (STOPPED_PLACES.has(place) || place % 7 === 4) return ['2026-08', LATEST_DEMO_PERIOD]
  return place % 4 === 2 ? [] : [LATEST_DEMO_PERIOD]
}

function accountFrom(dice: Dice, person: DemoPerson, place: number): DemoGasAccount {
  const { householdSize } = person.water
  const usual = 12 + householdSize * dice.between(6, 12) * (place % 9 === 4 ? 2 : 1)
  const usage = demoPeriods.map((period) => ({ period, usageM3: usual + dice.between(-6, 8) }))
  const letters = `${LETTERS[person.countyCode] ?? 'ZZ'}${dice.text(1, 'ABCDEFGHJKLMNPQRSTUVWXYZ')}`
  return {
    personKey: person.key,
    countyCode: person.countyCode,
    accountCode: `${letters}${dice.text(3, '0123456789')}${String(place).padStart(4, '0')}`,
    householdSize,
    stopped: STOPPED_PLACES.has(place),
    usedBeforeM3: 5 * usual,
    usage,
    openPeriods: openPeriodsOf(place),
  }
}

function inventAccounts(): DemoGasAccount[] {
  const dice = diceFrom(331_600)
  return demoPeople.flatMap((person, place) => {
    if (person.townshipCode.slice(6) >= FIRST_TOWNSHIP_WITHOUT_PIPE) return []
    const account = accountFrom(dice, person, place)
    if (place !== 0) return [account]
    const usage = demoPeriods.map((period, at) => ({ period, usageM3: WANG_USAGE[at] ?? 0 }))
    return [{ ...account, accountCode: 'SCR4200587', usedBeforeM3: 138, usage }]
  })
}

/** In the order of the roster; the first is 王秀兰's, with one open bill. */
export const demoGasAccounts: readonly DemoGasAccount[] = inventAccounts()
