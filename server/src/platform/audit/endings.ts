/**
 * What was ended after a backup does not stand again after its restore (DOMAIN.md retention: "revocations hold"). Ids and moments, noted by the worker in a
 * ledger outside the database; a record that stands again since has a later line that says so.
 */
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { appendToLedger, readLedger, tellUnreadable, type Ledger } from './outside-ledger.ts'

const lineSchema = z.strictObject({ tenant: z.string(), id: z.string(), ended: z.boolean(), at: z.string() })

export function noteEnding(ctx: Ctx, ledger: Ledger, id: string, ended: boolean): void {
  appendToLedger(ledger, { tenant: ctx.tenant, id, ended, at: ctx.clock.instant() })
}

/**
 * Ends what stands again: every id whose last word since the backup (`backupAt`: the moment that its rows show) is an end. `end` answers whether it had to.
 * Answers how many, under `what`, and how many lines of the ledger are none of ours.
 */
export async function endAgain(
  ctx: Ctx,
  {
    ledger,
    of,
    what,
    backupAt,
  }: { readonly ledger: Ledger; readonly of: string; readonly what: string; readonly backupAt: string },
  end: (id: string) => Promise<boolean>,
): Promise<Readonly<Record<string, number>>> {
  const { lines, unreadable } = readLedger(ledger, lineSchema)
  const last = new Map<string, boolean>()
  for (const { tenant, id, ended, at } of lines) if (tenant === ctx.tenant && at >= backupAt) last.set(id, ended)
  let again = 0
  for (const [id, ended] of last) if (ended && (await end(id))) again += 1
  return { [what]: again, ...tellUnreadable(of, unreadable) }
}
