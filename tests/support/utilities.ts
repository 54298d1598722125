/** The electricity and the gas company in tests: an account for a resident, a bill of theirs, the company's night. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { demoGasAccounts } from '@xlb/shared/demo/gas.ts'
import { demoPowerAccounts } from '@xlb/shared/demo/power.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { feeds } from '../../server/src/capabilities/bills/data/feeds.ts'
import { utilityFileRows } from '../../server/src/capabilities/bills/data/utility-files.ts'
import type { UtilityAccountRow } from '../../server/src/capabilities/bills/data/utility-accounts.ts'
import { utilityFiles } from '../../server/src/capabilities/payments/index.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG, type TestApp } from './app.ts'
import { ownAccount, worldList, type Resident } from './builders.ts'
import { fieldsIn, objectsIn } from './json.ts'

const HOUR_MS = 3_600_000

/** What the companies billed before is no test's business: feeds are read, and files known, up to here. */
export async function skipOldNews(app: TestApp): Promise<void> {
  for (const tenant of [SUICHANG, SONGYANG]) {
    const ctx = app.ctx(tenant)
    const readAt = ctx.clock.instant()
    const own = (await worldList(app, 'gas/bills')).filter((one) => one['tenant'] === tenant)
    const cursor = `c${String(Math.max(0, ...own.map((one) => Number(one['seq']))))}`
    await feeds.insertMissing(ctx, [{ _id: newId('pnd'), tenant, utility: 'gas', cursor, readAt }])
    const files = objectsIn(fieldsIn(await app.world.control('power/files'))['items'])
    const row = { tenant, utility: 'electricity', sha256: '', state: 'TAKEN' as const, problem: null, text: null }
    await utilityFileRows.insertMissing(
      ctx,
      files
        .filter((one) => one['tenant'] === tenant)
        .map((one) => ({
          ...{ ...row, _id: newId('pnd'), name: String(one['name']), kind: 'bills' as const },
          ...{ day: String(one['day']), postingNos: [], at: readAt },
        })),
    )
  }
}

export interface Metered {
  readonly account: UtilityAccountRow
  readonly utility: Utility
  readonly code: string
}

function codeOf(utility: 'electricity' | 'gas', personKey: string): string {
  const found = (utility === 'gas' ? demoGasAccounts : demoPowerAccounts).find((one) => one.personKey === personKey)
  if (found === undefined || found.stopped) throw new Error(`${personKey} has no running ${utility} account`)
  return found.accountCode
}

/** Whether this person has a running account of both. */
export function hasBoth({ phone }: Resident): boolean {
  const runs = (all: readonly { personKey: string; stopped: boolean }[]) =>
    all.some((one) => one.personKey === phone && !one.stopped)
  return runs(demoGasAccounts) && runs(demoPowerAccounts)
}

export async function meter(app: TestApp, who: Resident, utility: 'electricity' | 'gas'): Promise<Metered> {
  const code = codeOf(utility, who.phone)
  const { name, villageCode } = who.person
  const account = await ownAccount(app, {
    ...{ utility, tenant: who.tenant, personId: who.personId, name, code, villageCode },
    ...{ address: '云峰街道长濂村1号', status: 'ACTIVE', householdSize: who.person.water.householdSize },
  })
  return { account, utility, code }
}

async function billOf(app: TestApp, { code, utility }: Metered, tenant: string, period: string): Promise<BillRow> {
  const bill = await bills.findOne(app.ctx(tenant), { utility, accountCode: code, period, current: true })
  if (bill === null) throw new Error(`the ${utility} bill of ${period} did not arrive`)
  return bill
}

export async function issueGas(app: TestApp, who: Resident, at: Metered, usageM3 = 20): Promise<BillRow> {
  const body = { tenant: who.tenant, accountCode: at.code, usageM3 }
  const issued = fieldsIn(await app.world.control('gas/issue', body))
  await app.work(['read-gas-feed'])
  return await billOf(app, at, who.tenant, String(issued['period']))
}

/** Issued and told by a night that comes now. */
export async function issuePower(app: TestApp, who: Resident, at: Metered, usageKWh = 200): Promise<BillRow> {
  const body = { tenant: who.tenant, accountCode: at.code, usageKWh }
  const issued = fieldsIn(await app.world.control('power/issue', body))
  await app.world.control('power/night', {})
  await app.work(['read-power-files'])
  return await billOf(app, at, who.tenant, String(issued['period']))
}

/** To a local hour of the next day: 01:30 when files are handed in, 02:30 when the night is over. */
export async function toLocal(app: TestApp, hour: number, minute: number): Promise<void> {
  const local = app.ctx().clock.now() + 8 * HOUR_MS
  const today = local - (local % (24 * HOUR_MS))
  const at = today + hour * HOUR_MS + minute * 60_000
  await app.world.advance((at > local ? at : at + 24 * HOUR_MS) - local)
}

/** What the utility's own list of a day says, as the daily match asks for it. */
export const postedOn = (app: TestApp, utility: Utility, day: string) =>
  app.ctx().port(utilityFiles).postedOn(app.ctx(), utility, day)
