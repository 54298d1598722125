import type { PlanLine, VaccinePlan } from '@xlb/shared/vaccines/contract.ts'
import type { VaccinePerson } from '@xlb/shared/vaccines/vaccine-schemas.ts'
import { REGISTRY_NAME } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Admitted } from './acts/admit.ts'
import type { DossierRow } from './data/dossiers.ts'
import { signedSites } from './data/sign-offs.ts'
import { doseShown } from './domain/dose-shown.ts'
import { factsSource, productOf } from './domain/facts.ts'
import { planOf, type PlanLine as Planned } from './domain/plan.ts'
import type { Given, Person } from './domain/position.ts'
import { isFresh } from './domain/times.ts'

/** Doses of products that our facts do not know are shown by no line, and judge nothing. */
function givenFrom({ doses }: DossierRow): Given[] {
  return doses.flatMap(({ product, day }) => {
    const series = productOf(product)?.series
    return series === undefined ? [] : [{ product, series, day }]
  })
}

function presentLine({ doses }: DossierRow, { product, next }: Planned, today: string): Omit<PlanLine, 'verified'> {
  const coming = 'none' in next ? null : next
  const state = coming?.overdue === true ? 'late' : coming?.from === today ? 'due' : 'later'
  const numbered = ({ dose, from: day }: { readonly dose: number; readonly from: string }) =>
    doseShown(doses, { product: product.code, dose, day })
  return {
    product: product.code,
    name: product.name,
    free: product.free,
    given: doses.filter((one) => one.product === product.code).map(({ day, site, lot }) => ({ day, site, lot })),
    next: coming === null ? null : { dose: numbered(coming), from: coming.from, state },
    none: 'none' in next ? next.none : null,
  }
}

export function presentPerson({ personId, relation }: Admitted, { name }: DossierRow): VaccinePerson {
  if (name === null) throw notFound()
  return { personId, relation, name }
}

export async function presentPlan(ctx: Ctx, admitted: Admitted, row: DossierRow): Promise<VaccinePlan> {
  if (row.birthDay === null || row.sex === null) throw notFound()
  const today = dayOf(ctx.clock.now())
  const about: Person = { birthDay: row.birthDay, sex: row.sex }
  return {
    person: presentPerson(admitted, row),
    source: REGISTRY_NAME,
    asOf: row.asOf,
    fresh: isFresh(row.asOf, ctx.clock.now()),
    schedule: factsSource,
    lines: await Promise.all(
      planOf(about, givenFrom(row), today).map(async (line) => ({
        ...presentLine(row, line, today),
        verified: (await signedSites(ctx, line.product))?.length !== 0,
      })),
    ),
  }
}
