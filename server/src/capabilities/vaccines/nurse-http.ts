import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { newestFirst } from '#platform/db/paging.ts'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { bind, bindOnce, nothingToRefuse, type Route } from '#platform/http/bind.ts'
import { askChildDuty, askDuty, loadDuty } from './acts/ask-duty.ts'
import { checkIn } from './acts/check-in.ts'
import { correctDose } from './acts/correct-dose.ts'
import { deferVisit, leaveVisit, observeVisit } from './acts/end-visit.ts'
import { giveDose } from './acts/give-dose.ts'
import { enterLot, stopLot } from './acts/keep-lots.ts'
import { listDay } from './acts/list-day.ts'
import { loadVisit } from './acts/load-visit.ts'
import { loadSite } from './acts/plan-sessions.ts'
import { walkIn } from './acts/walk-in.ts'
import { lots, type LotRow } from './data/lots.ts'
import { presentDayRow, presentLot, presentVisit } from './present-visit.ts'

const longest = newestFirst<LotRow>('vaccines.lots', 'expiry', /^\d{4}-\d{2}-\d{2}$/)

const lotRoutes: readonly Route[] = [
  bind(vaccines.enterLot, {
    async handle(ctx, { params, body: { correct = false, ...facts } }) {
      return presentLot(ctx, await enterLot(ctx, params.siteId, facts, correct))
    },
  }),
  bind(vaccines.lots, {
    async handle(ctx, { params, query }) {
      const site = await loadSite(ctx, params.siteId)
      const { filter, options } = longest.read(query)
      const found = await lots.find(ctx, { siteId: site._id, product: query.product, ...filter }, options)
      const { rows, next } = longest.page(found, query)
      return { items: rows.map((row) => presentLot(ctx, row)), next }
    },
  }),
  bind(vaccines.stopLot, {
    handle: async (ctx, { params, body }) =>
      presentLot(ctx, await stopLot(ctx, params.siteId, params.lotId, body.stopped)),
  }),
]

async function presentDuty(ctx: Ctx, dutyId: string) {
  const { approvalId, state } = await loadDuty(ctx, dutyId)
  if (approvalId === null) throw notFound()
  return { dutyId, approvalId, state }
}

const dutyRoutes: readonly Route[] = [
  bindOnce(vaccines.askDuty, {
    load: () => Promise.resolve(null),
    authorise: nothingToRefuse,
    act: (ctx, _nothing, { params, body }) => askDuty(ctx, params.siteId, body),
    present: presentDuty,
  }),
  bindOnce(vaccines.askChildDuty, {
    load: () => Promise.resolve(null),
    authorise: nothingToRefuse,
    act: (ctx, _nothing, { params, body }) => askChildDuty(ctx, params.siteId, body),
    present: presentDuty,
  }),
]

export const nurseRoutes: readonly Route[] = [
  ...lotRoutes,
  ...dutyRoutes,
  bind(vaccines.dayBookings, {
    async handle(ctx, { params, query }) {
      const { rows, next } = await listDay(ctx, params, query)
      return { items: rows.map(presentDayRow), next }
    },
  }),
  bind(vaccines.checkIn, {
    async handle(ctx, { params, body }) {
      const { visit, name } = await checkIn(ctx, params.siteId, body)
      return presentVisit(ctx, visit, name)
    },
  }),
  bind(vaccines.walkIn, {
    async handle(ctx, { params, body }) {
      const { visit, name } = await walkIn(ctx, params.siteId, body)
      return presentVisit(ctx, visit, name)
    },
  }),
  bind(vaccines.vaccinate, {
    async handle(ctx, { params, body }) {
      const visit = await loadVisit(ctx, params.siteId, params.bookingId)
      return presentVisit(ctx, await giveDose(ctx, visit, body, { version: body.version, at: null }))
    },
  }),
  bind(vaccines.defer, {
    async handle(ctx, { params, body }) {
      return presentVisit(ctx, await deferVisit(ctx, await loadVisit(ctx, params.siteId, params.bookingId), body))
    },
  }),
  bind(vaccines.leave, {
    async handle(ctx, { params, body }) {
      const visit = await loadVisit(ctx, params.siteId, params.bookingId)
      return presentVisit(ctx, await leaveVisit(ctx, visit, body.version))
    },
  }),
  bind(vaccines.observe, {
    async handle(ctx, { params, body }) {
      return presentVisit(ctx, await observeVisit(ctx, await loadVisit(ctx, params.siteId, params.bookingId), body))
    },
  }),
  bind(vaccines.correctDose, {
    async handle(ctx, { params, body }) {
      return presentVisit(ctx, await correctDose(ctx, await loadVisit(ctx, params.siteId, params.bookingId), body))
    },
  }),
]
