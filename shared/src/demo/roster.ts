/**
 * The people of the demonstration. All of them are INVENTED by a seeded generator: names from common surnames, ID numbers with a right
 * check digit and a sequence that is not given out (000, 999), telephone numbers from no one's range (100…), openids that say DEMO.
 * Only the divisions are real (divisions.json, with its source). The world opens its phones and water accounts from this list, the
 * server's seed its residents; neither reads anything else of the other.
 */
import divisions from './divisions.json' with { type: 'json' }
import { demoIdNo } from './id-no.ts'
import { olderNames, surnames, youngerNames } from './names.ts'
import { diceFrom, type Dice } from './random.ts'

export const DEMO_APPID = 'wxd1a0000000000001'
/** Two-month billing cycles, named by their last month, oldest first. */
export const demoPeriods = ['2025-12', '2026-02', '2026-04', '2026-06', '2026-08', '2026-10'] as const
export const LATEST_DEMO_PERIOD = '2026-10'

export interface DemoUsage {
  /** `2026-10` is the cycle of September and October. */
  readonly period: string
  readonly usageM3: number
}

export interface DemoWaterAccount {
  /** 16 characters, letters allowed. */
  readonly accountCode: string
  /** People registered at the meter; five and more widen the tiers. */
  readonly householdSize: number
  readonly stopped: boolean
  /** One entry for each of `demoPeriods`. */
  readonly usage: readonly DemoUsage[]
  /** Periods whose bill is not paid yet; the others were paid elsewhere. */
  readonly openPeriods: readonly string[]
}

export interface DemoPerson {
  readonly key: string
  readonly openid: string
  readonly unionid: string
  readonly name: string
  readonly gender: 'F' | 'M'
  readonly idNo: string
  /** `YYYY-MM-DD` */
  readonly birthday: string
  readonly phone: string
  readonly countyCode: string
  readonly countyName: string
  readonly townshipCode: string
  readonly townshipName: string
  readonly villageCode: string
  readonly villageName: string
  readonly water: DemoWaterAccount
}

interface Place {
  readonly countyCode: string
  readonly countyName: string
  readonly townshipCode: string
  readonly townshipName: string
  readonly villageCode: string
  readonly villageName: string
}

interface Sketch {
  readonly key: string
  readonly name: string
  readonly gender: 'F' | 'M'
  readonly birthday: string
  readonly place: Place
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz0123456789'

function placesOf(countyCode: string): Place[] {
  const county = divisions.counties.find((one) => one.code === countyCode)
  if (county === undefined) throw new RangeError(`no such county in divisions.json: ${countyCode}`)
  return county.townships.flatMap((township) =>
    township.villages.map((village) => ({
      countyCode: county.code,
      countyName: county.name,
      townshipCode: township.code,
      townshipName: township.name,
      villageCode: village.code,
      villageName: village.name,
    })),
  )
}

function birthdayFrom(dice: Dice): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(dice.between(1944, 2002))}-${two(dice.between(1, 12))}-${two(dice.between(1, 28))}`
}

function sketchFrom(dice: Dice, places: readonly Place[], taken: ReadonlySet<string>): Sketch {
  const gender = dice.one(['F', 'M'] as const)
  const birthday = birthdayFrom(dice)
  const [surname, surnamePinyin] = dice.one(surnames)
  const [given, givenPinyin] = dice.one((birthday < '1970' ? olderNames : youngerNames)[gender])
  const key = `${surnamePinyin}-${givenPinyin}`
  if (taken.has(key) || taken.has(birthday)) return sketchFrom(dice, places, taken)
  return { key, name: surname + given, gender, birthday, place: dice.one(places) }
}

function usageFrom(dice: Dice, householdSize: number): DemoUsage[] {
  const usual = 6 + householdSize * dice.between(6, 10)
  return demoPeriods.map((period) => ({ period, usageM3: Math.max(2, usual + dice.between(-7, 9)) }))
}

/** Which bills stand open: most people only the latest, some also the one before, some none. */
function openPeriodsOf(place: number): string[] {
  if (place % 6 === 4) return ['2026-08', LATEST_DEMO_PERIOD]
  return place % 4 === 3 ? [] : [LATEST_DEMO_PERIOD]
}

function waterFrom(dice: Dice, sketch: Sketch, place: number): DemoWaterAccount {
  const householdSize = place % 11 === 9 ? 5 : dice.between(1, 4)
  const letter = place % 9 === 5 ? 'S' : '0'
  const number = `${sketch.place.townshipCode.slice(6)}${dice.text(2, '0123456789')}${String(place).padStart(4, '0')}`
  return {
    accountCode: `${sketch.place.countyCode}${letter}${number}`,
    householdSize,
    stopped: place === 12,
    usage: usageFrom(dice, householdSize),
    openPeriods: place === 12 ? ['2026-08', LATEST_DEMO_PERIOD] : openPeriodsOf(place),
  }
}

function personFrom(dice: Dice, sketch: Sketch, place: number): DemoPerson {
  return {
    key: sketch.key,
    openid: `oDEMO${dice.text(23, LETTERS)}`,
    unionid: `uDEMO${dice.text(23, LETTERS)}`,
    name: sketch.name,
    gender: sketch.gender,
    idNo: demoIdNo(sketch.place.countyCode, sketch.birthday, sketch.gender),
    birthday: sketch.birthday,
    phone: `100${dice.text(8, '0123456789')}`,
    ...sketch.place,
    water: waterFrom(dice, sketch, place),
  }
}

/** 王秀兰 is the person of the design: 29 m³ in the cycle, of which 20 still in the first tier and 9 in the second. */
function firstPerson(dice: Dice): DemoPerson {
  const place = placesOf('331123').find((one) => one.villageCode === '331123002204')
  if (place === undefined) throw new RangeError('长濂村 is missing in divisions.json')
  const sketch: Sketch = { key: 'wang-xiulan', name: '王秀兰', gender: 'F', birthday: '1954-03-12', place }
  const usage = [44, 47, 53, 58, 38, 29]
  return {
    ...personFrom(dice, sketch, 0),
    water: {
      accountCode: '3311230020420587',
      householdSize: 4,
      stopped: false,
      usage: demoPeriods.map((period, at) => ({ period, usageM3: usage[at] ?? 0 })),
      openPeriods: [LATEST_DEMO_PERIOD],
    },
  }
}

function peopleOf(dice: Dice, countyCode: string, count: number, firstPlace: number, taken: Set<string>): DemoPerson[] {
  const places = placesOf(countyCode)
  return Array.from({ length: count }, (_, at) => {
    const sketch = sketchFrom(dice, places, taken)
    taken.add(sketch.key).add(sketch.birthday)
    return personFrom(dice, sketch, firstPlace + at)
  })
}

function inventPeople(): DemoPerson[] {
  const dice = diceFrom(331_123)
  const taken = new Set(['wang-xiulan', '1954-03-12'])
  return [firstPerson(dice), ...peopleOf(dice, '331123', 23, 1, taken), ...peopleOf(dice, '331124', 12, 24, taken)]
}

/** 24 people of 遂昌县 and 12 of 松阳县; the first is `wang-xiulan`. */
export const demoPeople: readonly DemoPerson[] = inventPeople()

/** One person by key; throws RangeError on an unknown one. */
export function demoPerson(key: string): DemoPerson {
  const found = demoPeople.find((one) => one.key === key)
  if (found === undefined) throw new RangeError(`no such demo person: ${key}`)
  return found
}
