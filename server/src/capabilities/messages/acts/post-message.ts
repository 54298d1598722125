import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { inbox, type InboxRow } from '../data/messages.ts'

export type Letter = Omit<InboxRow, '_id' | 'tenant' | 'at' | 'read'>

/** One message a (person, source): an event told twice arrives once. */
export async function postMessage(ctx: Ctx, letter: Letter): Promise<void> {
  await inbox.insertMissing(ctx, [
    { _id: newId('msg'), tenant: ctx.tenant, ...letter, at: ctx.clock.instant(), read: false },
  ])
}
