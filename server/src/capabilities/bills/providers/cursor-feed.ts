/** A feed by cursor, as water and gas give it: the cursor moves after its bills stand. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { WorldError } from '#platform/wechat/fetch-json.ts'
import { feeds } from '../data/feeds.ts'
import type { ArrivedBill } from '../domain/arrived-bill.ts'
import type { News } from './utility-company.ts'

const MOST_PAGES = 500

interface Page {
  readonly items: readonly ArrivedBill[]
  readonly next: string
}

export async function* feedFrom(
  ctx: Ctx,
  utility: Utility,
  pageAfter: (cursor: string) => Promise<Page | null>,
): AsyncGenerator<News> {
  const start = { _id: newId('pnd'), tenant: ctx.tenant, utility, cursor: '', readAt: ctx.clock.instant() }
  let { cursor } = (await feeds.insertOrGet(ctx, { utility }, start)).row
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await pageAfter(cursor)
    if (page === null) throw new WorldError('unreadable')
    if (page.items.length === 0) return
    const before = cursor
    yield {
      accounts: [],
      bills: page.items,
      async done() {
        const set = { cursor: page.next, readAt: ctx.clock.instant() }
        await feeds.update(ctx, { utility, cursor: before }, { $set: set })
      },
    }
    cursor = page.next
  }
}
