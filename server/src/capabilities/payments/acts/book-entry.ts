/** The ledger follows the events of orders; booking one twice is refused by its unique source. */
import type { Ctx } from '#platform/context.ts'
import type { PlainData } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { ledger } from '../data/ledger.ts'
import { linesOf } from '../domain/ledger-lines.ts'

export async function bookEntry(
  ctx: Ctx,
  name: string,
  event: { recordId: string; at: string; data: PlainData },
): Promise<void> {
  const till = String(event.data['till'] ?? '')
  const lines = linesOf(name, {
    mchid: String(event.data['mchid']),
    till,
    utility: String(event.data['utility']),
    amount: Number(event.data['amount']),
  })
  if (lines === null) return
  const source = `${name}:${event.recordId}`
  await ledger.insertMissing(ctx, [
    {
      _id: newId('pnd'),
      tenant: ctx.tenant,
      source,
      orderId: String(event.data['orderId'] ?? event.recordId),
      at: event.at,
      ...(till === '' ? {} : { till }),
      lines,
    },
  ])
}
