import { organisations } from '@xlb/shared/organisations/contract.ts'
import type { StaffCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { bind, bindOnce, type Route } from '#platform/http/bind.ts'
import type { House } from '#platform/house.ts'
import { addUnit, loadParent } from './acts/add-unit.ts'
import { closeUnit, renameUnit, setCall } from './acts/change-unit.ts'
import { listPlaces } from './acts/list-places.ts'
import { listUnits } from './acts/list-units.ts'
import { loadUnit } from './acts/load-unit.ts'
import { openCounties } from './acts/open-counties.ts'
import { units } from './data/units.ts'
import { presentUnit } from './present.ts'

const allowed = (): void => undefined

async function present(ctx: StaffCtx, code: string) {
  const unit = await units.findOne(ctx, { _id: code })
  if (unit === null) throw notFound()
  return await presentUnit(ctx, unit)
}

export function organisationRoutes(house: () => House): Route[] {
  return [
    bind(organisations.counties, {
      handle: () => openCounties(house()),
    }),
    bind(organisations.places, {
      handle: (_ctx, { params }) => listPlaces(house(), params.tenant),
    }),
    bind(organisations.units, {
      async handle(ctx, { query }) {
        const { rows, next } = await listUnits(ctx, query)
        return { items: await Promise.all(rows.map((row) => presentUnit(ctx, row))), next }
      },
    }),
    bindOnce(organisations.addUnit, {
      load: (ctx, { body }) => loadParent(ctx, body),
      authorise: allowed,
      act: (ctx, parent, { body }) => addUnit(ctx, parent, body),
      present,
    }),
    bindOnce(organisations.renameUnit, {
      load: (ctx, { params }) => loadUnit(ctx, params.code),
      authorise: allowed,
      act: (ctx, unit, { body }) => renameUnit(ctx, unit, body.name),
      present,
    }),
    bindOnce(organisations.closeUnit, {
      load: (ctx, { params }) => loadUnit(ctx, params.code),
      authorise: allowed,
      act: closeUnit,
      present,
    }),
    bindOnce(organisations.setCall, {
      load: (ctx, { params }) => loadUnit(ctx, params.code),
      authorise: allowed,
      act: (ctx, unit, { body }) => setCall(ctx, unit, body),
      present,
    }),
  ]
}
