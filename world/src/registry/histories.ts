/** `POST /registry/histories`: what the province knows of one person's doses now. The request number names the question, never an older answer. */
import * as z from 'zod'
import { badBody, refuse } from '../platform/client-signature.ts'
import { json, jsonOf, type Answer, type Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import { digest, dosesOf, nowOf } from './books.ts'
import type { Dose, RegistryPerson } from './records.ts'

export const numberSchema = z.string().regex(/^[\w-]{6,64}$/)
export const idNoSchema = z.string().min(1).max(32)
const askSchema = z.strictObject({ requestNo: numberSchema, idNo: idNoSchema })

const STALE_HOURS = 30
const HOUR_MS = 3_600_000

/** An answer that was cut off on its way, with status 200. */
export const garbled: Answer = {
  status: 200,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: '{"requestNo":"',
}

const doseView = ({ idNo: _idNo, siteCode: _siteCode, ...dose }: Dose) => dose

function listed(world: World, idNo: string): ReturnType<typeof doseView>[] {
  const doses = dosesOf(world, idNo).map(doseView)
  const last = doses.at(-1)
  if (last === undefined || !world.faults.take('registry.dose-twice')) return doses
  return [...doses, { ...last, id: `${last.id}-2` }]
}

/** Whose record is answered: another child's on a bad day, one that was born on another day. */
function answeredFor(world: World, person: RegistryPerson): RegistryPerson {
  const isOther = (one: RegistryPerson): boolean =>
    one.birthDay !== person.birthDay && dosesOf(world, one.idNo).length > 0
  const other = world.registryPeople.all().find(isOther)
  return (world.faults.take('registry.wrong-child') ? other : undefined) ?? person
}

function asOf(world: World): string {
  const hours = world.faults.take('registry.stale') ? STALE_HOURS : 0
  return new Date(world.clock.now() - hours * HOUR_MS).toISOString()
}

function historyOf(world: World, idNo: string) {
  const known = world.registryPeople.get(idNo)
  if (known === undefined)
    return { result: 'not-found', birthDay: null, sex: null, asOf: asOf(world), doses: [] } as const
  const person = answeredFor(world, known)
  const { birthDay, sex } = person
  return { result: 'found', birthDay, sex, asOf: asOf(world), doses: listed(world, person.idNo) } as const
}

/** `POST /registry/histories` */
export function tellHistory(world: World, asked: Asked): Answer {
  const parsed = askSchema.safeParse(jsonOf(asked.raw))
  if (!parsed.success) return badBody(parsed.error.issues)
  const { requestNo, idNo } = parsed.data
  const fingerprint = digest(idNo)
  const before = world.registryAsks.get(requestNo)
  if (before !== undefined && before.fingerprint !== fingerprint)
    return refuse(409, 'REQUEST_NO_REUSED', '请求号已用于别的查询')
  if (world.faults.take('registry.garbled')) return garbled
  const history = historyOf(world, idNo)
  const { result } = history
  world.registryAsks.put(requestNo, {
    requestNo,
    fingerprint,
    result,
    at: nowOf(world),
    asked: (before?.asked ?? 0) + 1,
  })
  return json(200, { requestNo, ...history })
}
