/** The registry's books: opened from the roster, changed by reports and by the control desk. A dose is one product given to one person on one day. */
import { createHash, randomBytes } from 'node:crypto'
import { readIdNumber } from '@xlb/shared/platform/id-number.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { World } from '../state.ts'
import { knownPeople, type KnownPerson } from './people.ts'
import { isProductCode } from './products.ts'
import type { Dose, RegistryPerson } from './records.ts'

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
export const nowOf = (world: World): string => new Date(world.clock.now()).toISOString()

/** The same number at every first start, so that tests and pictures agree. */
const firstId = (person: KnownPerson, name: string): string => `RD${digest(`${person.key}/${name}`).slice(0, 14)}`
const newId = (): string => `RD${randomBytes(7).toString('hex')}`

function enter(world: World, person: KnownPerson): void {
  const { idNo, key, birthDay, sex, siteName, siteCode } = person
  for (const { name, product, day } of person.doses) {
    const id = firstId(person, name)
    const lot = `DEMO${day.slice(0, 7).replace('-', '')}${id.slice(-2).toUpperCase()}`
    world.registryDoses.put(id, { id, revision: 1, idNo, product, day, lot, siteName, siteCode, source: 'registry' })
  }
  // Last, so that a person who is there has all the first doses, also after a kill.
  world.registryPeople.put(idNo, { idNo, key, birthDay, sex })
}

/** The people and doses every demonstration begins with. */
export function openRegistry(world: World): void {
  const fresh = knownPeople.filter(({ idNo }) => world.registryPeople.get(idNo) === undefined)
  for (const person of fresh) enter(world, person)
}

/** What stands of a person, oldest first. */
export function dosesOf(world: World, idNo: string): Dose[] {
  const own = world.registryDoses.all().filter((one) => one.idNo === idNo)
  return own.sort((one, other) => `${one.day}${one.product}`.localeCompare(`${other.day}${other.product}`))
}

/** By key of the roster or by ID number. */
export function findPerson(world: World, keyOrIdNo: string): RegistryPerson | undefined {
  return world.registryPeople.get(keyOrIdNo) ?? world.registryPeople.all().find((one) => one.key === keyOrIdNo)
}

/** The person's record, a new one where the ID number is right and unknown. */
export function personOf(world: World, text: string): RegistryPerson | undefined {
  const read = readIdNumber(text, dayOf(nowOf(world)))
  if (!read.ok) return undefined
  const { idNo, birthday: birthDay, sex } = read.value
  return world.registryPeople.get(idNo) ?? { idNo, key: null, birthDay, sex: sex === 'F' ? 'female' : 'male' }
}

export type Fact = Pick<Dose, 'product' | 'day'>

/** Why this cannot be a dose of the person; null where it can. */
export function wrongIn(world: World, person: RegistryPerson, { product, day }: Fact): [string, string] | null {
  if (!isProductCode(product)) return ['PRODUCT_UNKNOWN', '没有这种疫苗']
  if (day > dayOf(nowOf(world))) return ['DAY_IN_FUTURE', '接种日期还没有到']
  return day < person.birthDay ? ['DAY_BEFORE_BIRTH', '接种日期早于出生日期'] : null
}

/** The dose that is this one already, whoever brought it. */
export function sameDose(world: World, idNo: string, { product, day }: Fact): Dose | undefined {
  return dosesOf(world, idNo).find((one) => one.product === product && one.day === day)
}

export type NewDose = Omit<Dose, 'id' | 'revision' | 'idNo'>

export function putDose(world: World, person: RegistryPerson, fresh: NewDose): Dose {
  const dose: Dose = { ...fresh, id: newId(), revision: 1, idNo: person.idNo }
  world.registryPeople.put(person.idNo, person)
  world.registryDoses.put(dose.id, dose)
  return dose
}
