/**
 * Children come into classes, a thousand at a time and in few commands. A child who is in the class already stays as they are; one who is in
 * another leaves it on the day before. Bears repetition: a batch that was cut off half-way is simply given again.
 */
import { addDays } from '@xlb/shared/platform/time.ts'
import { memberTable } from '@xlb/shared/organisations/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { firstVersion, moveRecord } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { classMembers, type ClassMemberRow } from '../data/class-members.ts'
import { units, type UnitRow } from '../data/units.ts'
import { classFields } from './add-unit.ts'
import { forgetUnits, unitsOf } from './read-places.ts'

export interface Joining {
  readonly personId: string
  readonly schoolCode: string
  /** Of the school year of `since`. */
  readonly grade: number
  readonly number: number
}

export interface Joined {
  readonly joined: number
  readonly stayed: number
}

/** `since`: the local day from which they belong there. Classes that the school does not have yet are made. */
export async function joinClasses(ctx: Ctx, wishes: readonly Joining[], since: string): Promise<Joined> {
  const classes = await classesFor(ctx, wishes, since)
  const places = wishes.map((wish) => ({ ...wish, classCode: classes.get(keyOf(wish)) ?? '' }))
  const standing = await placesOf(
    ctx,
    wishes.map((one) => one.personId),
  )
  const coming = places.filter((one) => standing.get(one.personId)?.classCode !== one.classCode)
  for (const one of coming) await leave(ctx, standing.get(one.personId), since)
  const act = 'organisations.join-class'
  const rows = coming.map(({ personId, schoolCode, classCode }) => {
    const row = { _id: newId('pnd'), tenant: ctx.tenant, state: 'IN' as const, personId, classCode, schoolCode }
    return firstVersion<ClassMemberRow>(ctx, classMembers, { ...row, since, until: null }, { act, note: { classCode } })
  })
  return { joined: await classMembers.insertMissing(ctx, rows), stayed: wishes.length - coming.length }
}

const keyOf = ({ schoolCode, grade, number }: Joining): string => [schoolCode, grade, number].join(' ')

async function placesOf(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, ClassMemberRow>> {
  if (personIds.length === 0) return new Map()
  const rows = await classMembers.find(
    ctx,
    { personId: { $in: [...personIds] }, state: 'IN' },
    { hint: 'place', projection: { pending: 0 } },
  )
  return new Map(rows.map((row) => [row.personId, row]))
}

async function leave(ctx: Ctx, place: ClassMemberRow | undefined, day: string): Promise<void> {
  const state = place === undefined ? null : nextState(memberTable, place.state, 'leave')
  if (place === undefined || state === null) return
  const until = addDays(day, -1) < place.since ? place.since : addDays(day, -1)
  await moveRecord(ctx, classMembers, place, { state, set: { until } }, { act: 'organisations.leave-class' })
}

/** The code of every class wanted; the missing ones are made in one command. */
async function classesFor(ctx: Ctx, wishes: readonly Joining[], day: string): Promise<Map<string, string>> {
  const wanted = new Map(wishes.map((wish) => [keyOf(wish), wish]))
  const fields = [...wanted].map(([key, { schoolCode, grade, number }]) => ({
    key,
    school: schoolCode,
    ...classFields(schoolCode, grade, number, day),
  }))
  const found = findClasses(await unitsOf(ctx), fields)
  const missing = fields.filter(({ key }) => !found.has(key))
  if (missing.length === 0) return found
  await units.insertMissing(
    ctx,
    missing.map((one) => classRow(ctx, one)),
  )
  forgetUnits(ctx)
  return findClasses(await unitsOf(ctx), fields)
}

type Wanted = ReturnType<typeof classFields> & { readonly key: string; readonly school: string }

function findClasses(known: ReadonlyMap<string, UnitRow>, wanted: readonly Wanted[]): Map<string, string> {
  const standing = new Map(
    [...known.values()]
      .filter((row) => row.level === 'class')
      .map((row) => [[row.parent, row.began, row.number].join(' '), row._id]),
  )
  return new Map(
    wanted.flatMap(({ key, school, began, number }) => {
      const code = standing.get([school, began, number].join(' '))
      return code === undefined ? [] : [[key, code] as const]
    }),
  )
}

function classRow(ctx: Ctx, { _id, school, name, began, number }: Wanted): UnitRow {
  const row = { _id, tenant: ctx.tenant, state: 'OPEN' as const, level: 'class' as const, parent: school, name }
  const rest = { city: null, call: null, began, number, source: 'import' }
  return firstVersion<UnitRow>(
    ctx,
    units,
    { ...row, ...rest },
    { act: 'organisations.add-unit', note: { level: 'class', parent: school } },
  )
}
