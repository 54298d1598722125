/** The bureau's own register: residents of the roster, their children, people with unusual names, and the dead. */
import {
  demoChildren,
  demoDeceased,
  demoSpecialNames,
  type DemoChild,
  type DemoGuardian,
} from '@xlb/shared/demo/families.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import type { GuardianshipAnswer, RealNameAnswer } from './records.ts'

const ADULT_YEARS = 18
/** Where someone else than a parent became guardian: the day of the county's decision. */
const APPOINTED_ON = '2024-05-06'

interface Entry {
  readonly name: string
  readonly idNo: string
  readonly diedOn?: string
}

const entries = new Map<string, Entry>(
  [...demoPeople, ...demoChildren, ...demoSpecialNames, demoDeceased].map((one) => [one.idNo, one]),
)

/** Names are compared byte for byte; a wrong name never learns whether the person lives. */
export function judgeRealName(name: string, idNo: string): RealNameAnswer['result'] {
  const entry = entries.get(idNo)
  if (entry === undefined) return 'not-found'
  if (entry.name !== name) return 'mismatch'
  return entry.diedOn === undefined ? 'match' : 'deceased'
}

function adultOn(child: DemoChild): string {
  return `${String(Number(child.birthday.slice(0, 4)) + ADULT_YEARS)}${child.birthday.slice(4)}`
}

type Guardianship = Pick<GuardianshipAnswer, 'result' | 'relation' | 'since' | 'until'>
const UNKNOWN: Guardianship = { result: 'unknown', relation: null, since: null, until: null }

function guardianshipOf(child: DemoChild, guardian: DemoGuardian, today: string): Guardianship {
  const { relation } = guardian
  const since = relation === 'mother' || relation === 'father' ? child.birthday : APPOINTED_ON
  const end = guardian.endedOn ?? adultOn(child)
  if (end <= today) return { result: 'ended', relation, since, until: end }
  return { result: 'proven', relation, since, until: null }
}

/** What the register says of this pair on `today` (`YYYY-MM-DD` at +08:00). */
export function judgeGuardianship(guardianIdNo: string, childIdNo: string, today: string): Guardianship {
  const child = demoChildren.find((one) => one.idNo === childIdNo)
  const person = demoPeople.find((one) => one.idNo === guardianIdNo)
  const guardian = child?.guardians.find((one) => one.personKey === person?.key)
  if (child === undefined || guardian?.knownToBureau !== true) return UNKNOWN
  return guardianshipOf(child, guardian, today)
}
