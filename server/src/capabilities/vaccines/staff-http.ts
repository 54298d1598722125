import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import type { SessionRowView } from '@xlb/shared/vaccines/staff-endpoints.ts'
import type { Ctx } from '#platform/context.ts'
import { bind, type Route } from '#platform/http/bind.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { loadSite, planSessions, setCapacity } from './acts/plan-sessions.ts'
import { listProducts, signProduct } from './acts/sign-products.ts'
import { moveSessionTo, resumeSession, suspendSession } from './acts/stop-session.ts'
import { priceOf, sessions, type SessionRow } from './data/sessions.ts'

const latest = newestFirst<SessionRow>('vaccines.sessions', 'day', /^\d{4}-\d{2}-\d{2}$/)

function presentSession(
  ctx: Ctx,
  { _id: id, state, product, day, releaseAt, price, windows, seats }: SessionRow,
): SessionRowView {
  const now = ctx.clock.now()
  return {
    ...{ id, state, product, day, releaseAt: releaseAt === null ? null : new Date(releaseAt).toISOString() },
    price: priceOf(price),
    windows: windows.map((window) => ({
      ...window,
      taken: seats.filter((one) => one.window === window.id && one.until > now).length,
    })),
  }
}

export const vaccineStaffRoutes: readonly Route[] = [
  bind(vaccines.planSessions, { handle: (ctx, { params, body }) => planSessions(ctx, params.siteId, body) }),
  bind(vaccines.sessions, {
    async handle(ctx, { params, query }) {
      const site = await loadSite(ctx, params.siteId)
      const { filter, options } = latest.read(query)
      const found = await sessions.find(ctx, { siteId: site._id, product: query.product, ...filter }, options)
      const { rows, next } = latest.page(found, query)
      return { items: rows.map((row) => presentSession(ctx, row)), next }
    },
  }),
  bind(vaccines.suspendSession, {
    handle: async (ctx, { params, body }) =>
      presentSession(ctx, await suspendSession(ctx, params.sessionId, body.reason)),
  }),
  bind(vaccines.resumeSession, {
    handle: async (ctx, { params }) => presentSession(ctx, await resumeSession(ctx, params.sessionId)),
  }),
  bind(vaccines.moveSession, {
    handle: async (ctx, { params, body }) => presentSession(ctx, await moveSessionTo(ctx, params.sessionId, body.day)),
  }),
  bind(vaccines.products, { handle: async (ctx, { params }) => ({ items: await listProducts(ctx, params.siteId) }) }),
  bind(vaccines.signProduct, { handle: (ctx, { params, body }) => signProduct(ctx, params, body) }),
  bind(vaccines.setCapacity, {
    async handle(ctx, { params, body }) {
      return presentSession(ctx, await setCapacity(ctx, params.sessionId, params.window, body))
    },
  }),
]
