import { messages } from '@xlb/shared/messages/contract.ts'
import type { MessageRow } from '@xlb/shared/messages/contract.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { bind, bindOnce, type Route } from '#platform/http/bind.ts'
import {
  knownResults,
  readSubscriptions,
  reportSubscription,
  type SubscribeResult,
} from './acts/report-subscription.ts'
import { inbox, type InboxRow } from './data/messages.ts'

const byTime = newestFirst<InboxRow>('messages.list', 'at')

function present(row: InboxRow): MessageRow {
  const { _id, kind, title, body, from, at, read, link } = row
  return {
    id: _id,
    kind,
    title,
    body,
    from,
    at,
    read,
    link: link === null ? null : { route: link.route, params: { ...link.params } },
  }
}

export const messageRoutes: readonly Route[] = [
  bind(messages.list, {
    async handle(ctx, { query }) {
      const { filter, options } = byTime.read(query)
      if (ctx.resident.personId === null) return { items: [], next: null }
      const { rows, next } = byTime.page(
        await inbox.find(ctx, { personId: ctx.resident.personId, ...filter }, options),
        query,
      )
      return { items: rows.map(present), next }
    },
  }),
  bind(messages.read, {
    async handle(ctx, { params }) {
      const personId = ctx.resident.personId ?? ''
      const row = await inbox.update(ctx, { _id: params.messageId, personId }, { $set: { read: true } })
      if (row === null) throw notFound()
      return present(row)
    },
  }),
  bind(messages.subscriptions, { handle: async (ctx) => await readSubscriptions(ctx) }),
  bindOnce(messages.reportSubscription, {
    load: (ctx, { body }): Promise<readonly SubscribeResult[]> =>
      Promise.resolve().then(() => knownResults(ctx, body.results)),
    authorise(ctx) {
      if (ctx.resident.personId === null) throw new AppError('forbidden')
    },
    async act(ctx, results) {
      await reportSubscription(ctx, results)
      return ctx.resident.accountId
    },
    present: async (ctx) => await readSubscriptions(ctx),
  }),
]
