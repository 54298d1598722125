/** The demonstration's accounts at three utilities, linked to their owners by real name, and their bills from the world's companies. */
import { demoGasAccounts } from '@xlb/shared/demo/gas.ts'
import { demoPowerAccounts } from '@xlb/shared/demo/power.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { demoId, maskName, personById } from '../accounts/index.ts'
import { accountOf, newAccount } from './acts/keep-account.ts'
import { changePeople } from './acts/change-people.ts'
import { readNews } from './acts/read-news.ts'
import { utilityAccounts, type UtilityAccountRow } from './data/utility-accounts.ts'
import { utilityCompanies } from './providers/utility-company.ts'

interface Owned {
  readonly code: string
  readonly personKey: string
}

const OWNED: Readonly<Record<Utility, (tenant: string) => Owned[]>> = {
  water: (tenant) =>
    demoPeople
      .filter((one) => one.countyCode === tenant)
      .map(({ key, water }) => ({ code: water.accountCode, personKey: key })),
  gas: (tenant) =>
    demoGasAccounts
      .filter((one) => one.countyCode === tenant)
      .map(({ accountCode, personKey }) => ({ code: accountCode, personKey })),
  electricity: (tenant) =>
    demoPowerAccounts
      .filter((one) => one.countyCode === tenant)
      .map(({ accountCode, personKey }) => ({ code: accountCode, personKey })),
}

export async function seedBills(ctx: Ctx): Promise<void> {
  for (const utility of ['water', 'gas', 'electricity'] as const) {
    const company = ctx.port(utilityCompanies).of(ctx.tenant, utility)
    if (company === null) continue
    const owned = OWNED[utility](ctx.tenant)
    if (utility !== 'electricity') for (const one of owned) await own(ctx, await opened(ctx, utility, one), one)
    await readNews(ctx, utility, async ({ accounts }) => {
      // Electricity's accounts come by file; their owners stand before the bills do.
      const codes = new Set(accounts.map(({ code }) => code))
      for (const one of owned.filter(({ code }) => codes.has(code)))
        await own(ctx, await opened(ctx, utility, one), one)
    })
  }
}

/** Under an id that follows from the code, so that a second seed finds it. */
async function opened(ctx: Ctx, utility: Utility, { code }: Owned): Promise<UtilityAccountRow | null> {
  const company = ctx.port(utilityCompanies).of(ctx.tenant, utility)
  const known = await utilityAccounts.findOne(ctx, { utility, code })
  if (known !== null || company === null) return known
  if (utility === 'electricity') return await accountOf(ctx, company, code)
  const told = await company.account(ctx, code)
  if (told === null) return null
  const row = newAccount(ctx, company, told, demoId('uac', `${utility}:${code}`))
  return (await utilityAccounts.insertOrGet(ctx, { utility, code }, row)).row
}

async function own(ctx: Ctx, account: UtilityAccountRow | null, { personKey }: Owned): Promise<void> {
  const person = await personById(ctx, demoId('per', personKey))
  if (account === null || person?.name !== account.ownerName) return
  const since = ctx.clock.instant()
  await changePeople(ctx, account, 'bound', (people) =>
    people.some((one) => one.personId === person.id)
      ? null
      : [
          ...people,
          {
            ...{ personId: person.id, role: 'owner' as const, since, maskedName: maskName(person.name) },
            ...{ viewFrom: null, until: null, lastUsedOn: null },
          },
        ],
  )
}
