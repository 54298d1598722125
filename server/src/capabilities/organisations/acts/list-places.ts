import type { OutputOf } from '@xlb/shared/platform/endpoint.ts'
import type { organisations } from '@xlb/shared/organisations/contract.ts'
import { tenantsOf } from '#platform/config/config.ts'
import { AppError } from '#platform/errors.ts'
import type { House } from '#platform/house.ts'
import type { UnitRow } from '../data/units.ts'
import { unitsOf, type Units } from './read-places.ts'

type Places = OutputOf<typeof organisations.places>

const written = new WeakMap<Units, Places>()

/** Townships and villages to choose from; the same object again while the units are the ones of before, so that the answer is written only once. */
export async function listPlaces(house: House, tenant: string): Promise<Places> {
  if (!tenantsOf(house.config).includes(tenant)) throw new AppError('county-unknown')
  const units = await unitsOf(house.systemCtx(tenant, 'list-places'))
  const answer = written.get(units) ?? placesIn(units)
  written.set(units, answer)
  return answer
}

const nameOf = ({ _id: code, name }: UnitRow) => ({ code, name })

function placesIn(units: Units): Places {
  const rows = [...units.values()]
  const villages = new Map<string | null, { code: string; name: string }[]>()
  for (const row of rows.filter((one) => one.level === 'village'))
    villages.set(row.parent, [...(villages.get(row.parent) ?? []), nameOf(row)])
  const townships = rows.filter((row) => row.level === 'township')
  return { townships: townships.map((row) => ({ ...nameOf(row), villages: villages.get(row._id) ?? [] })) }
}
