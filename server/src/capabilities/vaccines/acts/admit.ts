/** For whom somebody may act here: themselves, and a child while the guardianship stands. Everybody else is an unknown id. */
import type { VaccinePerson } from '@xlb/shared/vaccines/vaccine-schemas.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { maskName, personById } from '../../accounts/index.ts'
import { consentStands } from '../../data-rights/index.ts'
import { childrenOf, guardianshipOf } from '../../families/index.ts'

/** @throws AppError `real-name-needed` */
export function ownId({ resident }: ResidentCtx): string {
  if (resident.personId === null) throw new AppError('real-name-needed')
  return resident.personId
}

export interface Admitted {
  readonly personId: string
  readonly relation: VaccinePerson['relation']
}

/** For an act on a booking. @throws AppError `real-name-needed`, `not-found`. No command for oneself, one for a child. */
export async function admitFor(ctx: ResidentCtx, personId: string): Promise<Admitted> {
  const own = ownId(ctx)
  if (personId === own) return { personId, relation: 'self' }
  if ((await guardianshipOf(ctx, own, personId)) === null) throw notFound()
  return { personId, relation: 'child' }
}

/** Before a record is shown or asked for. @throws AppError `consent-needed` as well, for a child */
export async function admitToRecord(ctx: ResidentCtx, personId: string): Promise<Admitted> {
  const admitted = await admitFor(ctx, personId)
  if (admitted.relation === 'child' && !(await consentStands(ctx, ctx.resident, 'child-data')))
    throw new AppError('consent-needed')
  return admitted
}

/** Myself first. */
export async function peopleOf(ctx: ResidentCtx): Promise<VaccinePerson[]> {
  const own = ownId(ctx)
  const children = (await childrenOf(ctx, own)).map((one) => ({
    personId: one.childPersonId,
    relation: 'child' as const,
  }))
  const all = [{ personId: own, relation: 'self' as const }, ...children]
  const named = await Promise.all(all.map(async (one) => ({ one, person: await personById(ctx, one.personId) })))
  return named.flatMap(({ one, person }) => (person === null ? [] : { ...one, name: maskName(person.name) }))
}
