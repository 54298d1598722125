/** How ties to an account end: somebody unbinds, the owner removes somebody, or moves house. Receipts stay with whoever paid. */
import type { ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { Ctx } from '#platform/context.ts'
import { adjustments, advances } from '../data/credits.ts'
import type { AccountPerson, UtilityAccountRow } from '../data/utility-accounts.ts'
import { changePeople, without } from './change-people.ts'
import { moveAdjustment, moveAdvance } from './hold-advance.ts'
import { loadMyAccount, loadOwnAccount } from './load-account.ts'

export async function unbind(ctx: ResidentCtx, accountId: string): Promise<void> {
  const { account, mine } = await loadMyAccount(ctx, accountId)
  await changePeople(ctx, account, 'unbound', (people) => without(people, mine.personId))
}

/** @throws AppError not-found where nobody of that id belongs to the account */
export async function removePerson(ctx: ResidentCtx, accountId: string, personId: string): Promise<UtilityAccountRow> {
  const { account } = await loadOwnAccount(ctx, accountId)
  if (!account.people.some((one) => one.personId === personId)) throw notFound()
  return await changePeople(ctx, account, 'removed', (people) => without(people, personId))
}

/** Everybody's tie ends. What the household has to its credit is due back to it: no next bill of theirs will come. */
export async function moveOut(ctx: ResidentCtx, accountId: string): Promise<void> {
  const { account } = await loadOwnAccount(ctx, accountId)
  await changePeople(ctx, account, 'moved-out', (people) => (people.length === 0 ? null : []))
  await payBack(ctx, account._id)
}

async function payBack(ctx: Ctx, utilityAccountId: string): Promise<void> {
  const due: string[] = []
  for (const row of await adjustments.find(ctx, { utilityAccountId, open: true }))
    if (row.difference < 0 && (await moveAdjustment(ctx, row, 'due')) !== null) due.push(row._id)
  for (const row of await advances.find(ctx, { utilityAccountId, open: true }))
    if ((await moveAdvance(ctx, row, 'due')) !== null) due.push(row._id)
  for (const recordId of due) await raiseAlarm(ctx, { kind: 'bill-credit-due', recordId })
}

type Change = (one: AccountPerson) => AccountPerson | null

/** Changes one person of an account that the signed-in owner holds. `change` answers null where nothing changes. */
export async function changePerson(
  ctx: ResidentCtx,
  accountId: string,
  personId: string,
  act: string,
  change: Change,
): Promise<UtilityAccountRow> {
  const { account } = await loadOwnAccount(ctx, accountId)
  if (!account.people.some((one) => one.personId === personId)) throw notFound()
  return await changePeople(ctx, account, act, (people) => {
    const changed = people.map((one) => (one.personId === personId ? (change(one) ?? one) : one))
    return changed.every((one, at) => one === people[at]) ? null : changed
  })
}
