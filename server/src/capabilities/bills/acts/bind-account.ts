/**
 * "I pay for this account": its code and the owner's full name. The answer is match or no match; an unknown code and a wrong name cost the same commands.
 * Tries are counted before the look, for the person and for the code, so that nobody tries names out; a match is given back.
 */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { dayOf, midnightOf } from '@xlb/shared/platform/day-words.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { maskName, personById, type Person } from '../../accounts/index.ts'
import { giveTryBack, takeTry } from '../data/bind-misses.ts'
import { utilityAccounts, type AccountPerson, type UtilityAccountRow } from '../data/utility-accounts.ts'
import type { KnownAccount } from '../domain/arrived-bill.ts'
import { utilityCompanies, type UtilityCompany } from '../providers/utility-company.ts'
import { bindTriesADay } from '../settings.ts'
import { changePeople } from './change-people.ts'
import { keepAccount } from './keep-account.ts'

export interface BindWish {
  readonly utility: Utility
  readonly code: string
  readonly ownerName: string
}

/** The account when code and name belong together, else null. @throws AppError `too-many-requests`, `utility-unreachable` */
export async function bindAccount(ctx: ResidentCtx, wish: BindWish): Promise<UtilityAccountRow | null> {
  const { personId } = ctx.resident
  const company = ctx.port(utilityCompanies).of(ctx.tenant, wish.utility)
  if (personId === null || company === null) throw new AppError('forbidden')
  const code = wish.code.replaceAll(' ', '').toUpperCase()
  const ownerName = wish.ownerName.trim()
  const day = dayOf(ctx.clock.now())
  const keys = [`person:${personId}`, `code:${wish.utility}:${code}`]
  await takeTries(ctx, keys, day)
  const giveBack = async (): Promise<void> => {
    for (const key of keys) await giveTryBack(ctx, key, day)
  }
  const told = await askCompany(ctx, company, code, giveBack)
  const known = await utilityAccounts.findOne(ctx, { utility: wish.utility, code })
  if (told?.ownerName !== ownerName) return null
  await giveBack()
  const account = known !== null && wish.utility === 'electricity' ? known : await keepAccount(ctx, company, told)
  return await join(ctx, account, personId)
}

async function takeTries(ctx: ResidentCtx, keys: readonly string[], day: string): Promise<void> {
  const most = await settingOf(ctx, bindTriesADay)
  for (const key of keys) {
    if (await takeTry(ctx, key, day, most)) continue
    const tomorrow = midnightOf(day) + 86_400_000
    throw new AppError('too-many-requests', { seconds: Math.ceil((tomorrow - ctx.clock.now()) / 1000) })
  }
}

/** Always asked, also about a code that we know: whose name it is in today, and the same time for every code. */
async function askCompany(
  ctx: ResidentCtx,
  company: UtilityCompany,
  code: string,
  giveBack: () => Promise<void>,
): Promise<KnownAccount | null> {
  try {
    return await company.account(ctx, code)
  } catch (error) {
    ctx.log.warn({ err: error, utility: company.utility }, 'a utility could not be asked about an account')
    await giveBack()
    throw new AppError('utility-unreachable')
  }
}

async function join(ctx: ResidentCtx, account: UtilityAccountRow, personId: string): Promise<UtilityAccountRow> {
  const person = await personById(ctx, personId)
  if (person === null) throw new AppError('forbidden')
  return await changePeople(ctx, account, 'bound', (people) => {
    if (people.some((one) => one.personId === personId)) return null
    return [...people, belonging(ctx, account, person)]
  })
}

/** Owner is whose verified real name is the owner's; anybody else pays. */
function belonging(ctx: ResidentCtx, account: UtilityAccountRow, person: Person): AccountPerson {
  const isOwner = person.verified !== null && person.name === account.ownerName
  return {
    ...{ personId: person.id, role: isOwner ? ('owner' as const) : ('payer' as const) },
    ...{ since: ctx.clock.instant(), maskedName: maskName(person.name) },
    ...{ viewFrom: isOwner ? account.ownerSince : null, until: null, lastUsedOn: null },
  }
}
