/** The control desk's hand on the registry: a dose more, a correction, one taken out; and its books as lists, without ID numbers. */
import * as z from 'zod'
import type { World } from '../state.ts'
import { dosesOf, findPerson, putDose, sameDose, wrongIn, type Fact } from './books.ts'
import type { Dose, HistoryAsk, RegistryPerson, Report } from './records.ts'

const lot = z.string().min(1).max(64)
const siteName = z.string().min(1).max(100)
const addSchema = z.strictObject({
  /** Key of the roster, or an ID number. */
  person: z.string(),
  product: z.string(),
  day: z.iso.date(),
  lot: lot.default('DEMO'),
  siteName: siteName.default('外地接种门诊'),
})
const correctSchema = z.strictObject({
  id: z.string(),
  product: z.string().optional(),
  day: z.iso.date().optional(),
  lot: lot.optional(),
  siteName: siteName.optional(),
})
const removeSchema = z.strictObject({ id: z.string() })

function personNamed(world: World, keyOrIdNo: string): RegistryPerson {
  const person = findPerson(world, keyOrIdNo)
  if (person === undefined) throw new RangeError('免疫登记里没有这个人')
  return person
}

function standing(world: World, id: string): Dose {
  const dose = world.registryDoses.get(id)
  if (dose === undefined) throw new RangeError('没有这一剂')
  return dose
}

function mustBeRight(world: World, person: RegistryPerson, fact: Fact, own?: string): void {
  const wrong = wrongIn(world, person, fact)
  if (wrong !== null) throw new RangeError(wrong[1])
  const same = sameDose(world, person.idNo, fact)
  if (same !== undefined && same.id !== own) throw new RangeError('这一剂已经登记过')
}

function add(world: World, asked: z.infer<typeof addSchema>): Dose {
  const { person: name, ...dose } = asked
  const person = personNamed(world, name)
  mustBeRight(world, person, dose)
  return putDose(world, person, { ...dose, siteCode: 'other', source: 'registry' })
}

function correct(world: World, asked: z.infer<typeof correctSchema>): Dose {
  const before = standing(world, asked.id)
  const dose: Dose = {
    ...before,
    revision: before.revision + 1,
    product: asked.product ?? before.product,
    day: asked.day ?? before.day,
    lot: asked.lot ?? before.lot,
    siteName: asked.siteName ?? before.siteName,
  }
  mustBeRight(world, personNamed(world, dose.idNo), dose, dose.id)
  world.registryDoses.put(dose.id, dose)
  return dose
}

function remove(world: World, { id }: z.infer<typeof removeSchema>): Dose {
  const dose = standing(world, id)
  world.registryDoses.remove(id)
  return dose
}

const doseView = (world: World, { idNo, ...dose }: Dose): unknown => ({
  person: world.registryPeople.get(idNo)?.key ?? null,
  ...dose,
})
const withoutFingerprint = ({ fingerprint: _fingerprint, ...rest }: Report | HistoryAsk): unknown => rest

/** By path below `/control/api/`, what a POST there does; answers the dose. RangeError and ZodError are the refusals. */
export function registryActions(world: World): Readonly<Record<string, (body: unknown) => unknown>> {
  return {
    'registry/doses/add': (body) => doseView(world, add(world, addSchema.parse(body))),
    'registry/doses/correct': (body) => doseView(world, correct(world, correctSchema.parse(body))),
    'registry/doses/remove': (body) => doseView(world, remove(world, removeSchema.parse(body))),
  }
}

/** By path below `/control/api/`, what a GET there lists. */
export function registryLists(world: World): Readonly<Record<string, () => unknown[]>> {
  const doses = (): Dose[] => world.registryPeople.all().flatMap(({ idNo }) => dosesOf(world, idNo))
  return {
    'registry/doses': () => doses().map((dose) => doseView(world, dose)),
    'registry/reports': () => world.registryReports.all().map(withoutFingerprint),
    'registry/asks': () => world.registryAsks.all().map(withoutFingerprint),
  }
}

/** What the control page shows of them. */
export function registryState(world: World): Readonly<Record<string, unknown>> {
  const lists = registryLists(world)
  return { registryDoses: lists['registry/doses']?.(), registryReports: lists['registry/reports']?.() }
}
