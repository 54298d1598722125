/**
 * A WeChat account that was taken from a person with a lost phone stays taken after a restore. The worker notes it, and that it was given again, in the
 * ledger outside the database.
 */
import { tellUnreadable, type Ledger } from '#platform/audit/outside-ledger.ts'
import type { Ctx } from '#platform/context.ts'
import type { PlainData } from '#platform/db/record.ts'
import { accountRows } from '../data/accounts.ts'
import { appendToBindingLedger, readBindingLedger } from '../data/binding-ledger.ts'
import { unbindAccount } from './bind-account.ts'

export function noteBinding(
  ctx: Ctx,
  ledger: Ledger,
  { recordId, data }: { readonly recordId: string; readonly data: PlainData },
): void {
  const { person, version, bound } = data
  const line = { tenant: ctx.tenant, accountId: recordId, personId: String(person), version: Number(version) }
  appendToBindingLedger(ledger, { ...line, bound: bound === true, at: ctx.clock.instant() })
}

/** `backupAt`: the moment that the rows show. Bears repetition. */
export async function holdUnbindings(
  ctx: Ctx,
  ledger: Ledger,
  backupAt: string,
): Promise<Readonly<Record<string, number>>> {
  const { lines, unreadable } = readBindingLedger(ledger)
  const mine = lines.filter((line) => line.tenant === ctx.tenant && line.at >= backupAt)
  let unbound = 0
  for (const accountId of new Set(mine.map((line) => line.accountId))) {
    const account = await accountRows.findOne(ctx, { _id: accountId })
    const version = account?.version ?? Infinity
    const missed = mine.filter((line) => line.accountId === accountId && line.version > version).at(-1)
    if (account === null || missed === undefined || missed.bound || account.personId !== missed.personId) continue
    if (await unbindAccount(ctx, account)) unbound += 1
  }
  return {
    'WeChat accounts unbound again': unbound,
    ...tellUnreadable('binding', unreadable),
  }
}
