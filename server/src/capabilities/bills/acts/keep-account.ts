/** An account as the utility tells it. A new owner's name begins a new ownership: the people of the old one have no part in it. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { utilityAccountTable } from '@xlb/shared/bills/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { firstVersion, moveRecord } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { utilityAccounts, type UtilityAccountRow } from '../data/utility-accounts.ts'
import type { KnownAccount } from '../domain/arrived-bill.ts'
import type { UtilityCompany } from '../providers/utility-company.ts'

/** After so long the company is asked again whether the account still runs, and in whose name. */
const FRESH_MS = 86_400_000

export function newAccount(
  ctx: Ctx,
  company: Pick<UtilityCompany, 'utility' | 'name'>,
  told: KnownAccount,
  _id: string = newId('uac'),
): UtilityAccountRow {
  const { status, code, ownerName, address, villageCode, householdSize } = told
  const row = {
    ...{ _id, tenant: ctx.tenant, state: status, utility: company.utility, office: company.name },
    ...{ code, ownerName, address, villageCode, householdSize, ownerSince: null },
    ...{ people: [], stale: false, asOf: ctx.clock.instant() },
  }
  return firstVersion<UtilityAccountRow>(ctx, utilityAccounts, row, { act: 'bills.account-known', note: { status } })
}

export async function keepAccount(ctx: Ctx, company: UtilityCompany, told: KnownAccount): Promise<UtilityAccountRow> {
  const { utility } = company
  const { row } = await utilityAccounts.insertOrGet(ctx, { utility, code: told.code }, newAccount(ctx, company, told))
  return await refresh(ctx, row, told)
}

async function refresh(ctx: Ctx, row: UtilityAccountRow, told: KnownAccount): Promise<UtilityAccountRow> {
  const { ownerName, address, villageCode, householdSize, status } = told
  const facts = { ownerName, address, villageCode, householdSize }
  const isSame =
    row.ownerName === ownerName &&
    row.address === address &&
    row.villageCode === villageCode &&
    row.householdSize === householdSize
  const moved = row.state !== status
  const asOf = ctx.clock.instant()
  if (isSame && !moved) {
    if (ctx.clock.now() - Date.parse(row.asOf) < FRESH_MS) return row
    return (await utilityAccounts.update(ctx, { _id: row._id }, { $set: { asOf } })) ?? row
  }
  const owner = row.ownerName === ownerName ? {} : newOwnership(ctx)
  const state = moved ? nextState(utilityAccountTable, row.state, status === 'STOPPED' ? 'stop' : 'resume') : null
  const after = await moveRecord(
    ctx,
    utilityAccounts,
    row,
    { ...(state === null ? {} : { state }), set: { ...facts, ...owner, asOf } },
    { act: 'bills.account-changed', note: { status } },
  )
  return after ?? (await utilityAccounts.findOne(ctx, { _id: row._id })) ?? row
}

const newOwnership = (ctx: Ctx) => ({ people: [], stale: true, ownerSince: dayOf(ctx.clock.now()).slice(0, 7) })

/** The account of a code: as we know it, asked for at the utility when it is new or a day old. null: the utility does not know it. */
export async function accountOf(ctx: Ctx, company: UtilityCompany, code: string): Promise<UtilityAccountRow | null> {
  const known = await utilityAccounts.findOne(ctx, { utility: company.utility, code })
  if (known !== null && ctx.clock.now() - Date.parse(known.asOf) < FRESH_MS) return known
  if (company.utility === 'electricity') return known
  try {
    const told = await company.account(ctx, code)
    return told === null ? known : await keepAccount(ctx, company, told)
  } catch (error) {
    // What we know is old, and better than a bill that is not there.
    if (known !== null) return known
    throw error
  }
}
