import { desk as contract } from '@xlb/shared/desk/contract.ts'
import { topmostUnits } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { bind, bindOnce, nothingToRefuse, type Route } from '#platform/http/bind.ts'
import { closeCase } from './acts/close-case.ts'
import { loadCase } from './acts/load-case.ts'
import { openCase, refuseOpening } from './acts/open-case.ts'
import { deskCases, type DeskCaseRow } from './data/desk-cases.ts'
import { DESK_ROLES } from './policy.ts'
import { presentCase, presentCaseRow } from './present.ts'

const newest = newestFirst<DeskCaseRow>('desk.list', 'openedAt')

async function show(ctx: StaffCtx, id: string) {
  return await presentCase(ctx, await loadCase(ctx, id))
}

export const deskRoutes: readonly Route[] = [
  bindOnce(contract.open, {
    load: (ctx, { body }) => refuseOpening(ctx, body),
    authorise: nothingToRefuse,
    act: (ctx, _nothing, { body }) => openCase(ctx, body),
    present: show,
  }),
  bind(contract.list, {
    async handle(ctx, { query }) {
      const { filter, options } = newest.read(query)
      const above = { $in: await topmostUnits(ctx, ctx.staff, DESK_ROLES) }
      const found = await deskCases.find(ctx, { state: 'OPEN', above, ...filter }, options)
      const { rows, next } = newest.page(found, query)
      return { items: await Promise.all(rows.map((row) => presentCaseRow(ctx, row))), next }
    },
  }),
  bind(contract.show, { handle: (ctx, { params }) => show(ctx, params.caseId) }),
  bindOnce(contract.close, {
    load: (ctx, { params }) => loadCase(ctx, params.caseId),
    authorise: nothingToRefuse,
    act: (ctx, row, { body }) => closeCase(ctx, row, body.outcome),
    present: show,
  }),
]
