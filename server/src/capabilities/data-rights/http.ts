import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import type { Capability } from '#platform/capability.ts'
import { tenantsOf } from '#platform/config/config.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { AppError, notFound } from '#platform/errors.ts'
import type { House } from '#platform/house.ts'
import { bind, bindOnce, nothingToRefuse, type Route } from '#platform/http/bind.ts'
import { lookRows, type LookRow } from '#platform/looks/rows.ts'
import { giveConsent, withdrawConsent } from './acts/answer-consent.ts'
import { collectExport } from './acts/collect-export.ts'
import { officesOf } from './acts/name-offices.ts'
import { cancelErasure, currentErasure, foretellErasure, requestErasure } from './acts/request-erasure.ts'
import { erasures } from './data/erasures.ts'
import { presentAgreement, presentConsents, presentErasure, presentLook } from './present.ts'

const byTime = newestFirst<LookRow>('dataRights.looks', 'at')

/** Shown before anybody is signed in: the county is in the address. */
export function agreementRoute(house: () => House): Route {
  return bind(dataRights.agreement, {
    async handle(open, { params: { tenant } }) {
      if (!tenantsOf(house().config).includes(tenant)) throw new AppError('county-unknown')
      return await presentAgreement(house().ctx(tenant, open.actor, open.requestId))
    },
  })
}

/** Export and deletion ask all capabilities: they come with the house. */
export function dataRightsRoutes(all: () => readonly Capability[]): Route[] {
  const erasureView = async (ctx: ResidentCtx) => {
    const current = await currentErasure(ctx)
    const preview = await foretellErasure(ctx, all(), ctx.resident.personId)
    return { current: current === null ? null : presentErasure(current), preview: [...preview] }
  }
  return [
    bind(dataRights.consents, {
      async handle(ctx) {
        return await presentConsents(ctx, ctx.resident)
      },
    }),
    bind(dataRights.giveConsent, {
      async handle(ctx, { params, body }) {
        await giveConsent(ctx, ctx.resident, params.purpose, body.version)
        return await presentConsents(ctx, ctx.resident)
      },
    }),
    bind(dataRights.withdrawConsent, {
      async handle(ctx, { params }) {
        await withdrawConsent(ctx, ctx.resident, params.purpose)
        return await presentConsents(ctx, ctx.resident)
      },
    }),
    bind(dataRights.looks, {
      async handle(ctx, { query }) {
        const { filter, options } = byTime.read(query)
        const { personId } = ctx.resident
        if (personId === null) return { items: [], next: null }
        const { rows, next } = byTime.page(await lookRows.find(ctx, { personId, ...filter }, options), query)
        const officeOf = await officesOf(ctx, rows)
        return { items: rows.map((row) => presentLook(row, officeOf, ctx.clock.now())), next }
      },
    }),
    bind(dataRights.exportOwn, {
      async handle(ctx) {
        const { personId } = ctx.resident
        if (personId === null) throw new AppError('real-name-needed')
        return { madeAt: ctx.clock.instant(), sections: { ...(await collectExport(ctx, all(), personId)) } }
      },
    }),
    bind(dataRights.erasure, { handle: erasureView }),
    bindOnce(dataRights.requestErasure, {
      load: () => Promise.resolve(null),
      authorise: nothingToRefuse,
      async act(ctx) {
        return (await requestErasure(ctx, all()))._id
      },
      async present(ctx, erasureId) {
        const row = await erasures.findOne(ctx, { _id: erasureId, accountId: ctx.resident.accountId })
        if (row === null) throw notFound()
        return presentErasure(row)
      },
    }),
    bind(dataRights.cancelErasure, {
      async handle(ctx) {
        await cancelErasure(ctx)
        return await erasureView(ctx)
      },
    }),
  ]
}
