/** The books of the two gas companies: accounts (from the demo data), bills with their change feed, a new bill, a new reading. */
import { demoGasAccounts, type DemoGasAccount } from '@xlb/shared/demo/gas.ts'
import { demoPeriods, demoPerson } from '@xlb/shared/demo/roster.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import type { World } from '../state.ts'
import { keyOf, type GasBill } from './records.ts'
import { chargeGas } from './tariff.ts'

const DUE_DAYS = 28
/** One meter of each county has a price of its own. */
const OWN_PRICE = new Set([demoGasAccounts[5]?.accountCode, demoGasAccounts[22]?.accountCode])

export interface GasAccount {
  readonly code: string
  readonly ownerName: string
  readonly address: string
  readonly villageCode: string
  readonly status: 'ACTIVE' | 'STOPPED'
  readonly householdSize: number
}

function demoAccount(tenant: string, code: string): DemoGasAccount | undefined {
  return demoGasAccounts.find((one) => one.countyCode === tenant && one.accountCode === code)
}

export function gasAccountOf(tenant: string, code: string): GasAccount | undefined {
  const account = demoAccount(tenant, code)
  if (account === undefined) return undefined
  const { name, townshipName, villageName, villageCode } = demoPerson(account.personKey)
  return {
    code,
    ownerName: name,
    address: `${townshipName}${villageName}${String(Number(code.slice(-3)) + 1)}号`,
    villageCode,
    status: account.stopped ? 'STOPPED' : 'ACTIVE',
    householdSize: account.householdSize,
  }
}

/** Puts a changed bill at the feed's end. */
export function putGasBill(world: World, bill: GasBill): GasBill {
  const own = world.gasBills.all().filter((one) => one.tenant === bill.tenant)
  const moved = { ...bill, seq: 1 + own.reduce((most, one) => Math.max(most, one.seq), 0) }
  world.gasBills.put(keyOf(bill.tenant, bill.billNo), moved)
  return moved
}

/** The two months of a cycle named by its last one, and the name of the next. */
function cycleOf(period: string): { from: string; to: string; next: string } {
  const [year, month] = [Number(period.slice(0, 4)), Number(period.slice(5, 7))]
  const day = (monthIndex: number, date: number): string =>
    new Date(Date.UTC(year, monthIndex, date)).toISOString().slice(0, 10)
  return { from: day(month - 2, 1), to: day(month, 0), next: day(month + 1, 1).slice(0, 7) }
}

function chargeOf(account: DemoGasAccount, usageM3: number, yearToDateBeforeM3: number) {
  const { householdSize, accountCode } = account
  return chargeGas({ usageM3, yearToDateBeforeM3, householdSize, ownPrice: OWN_PRICE.has(accountCode) })
}

function drawUp(before: readonly GasBill[], account: DemoGasAccount, period: string, usageM3: number): GasBill {
  const year = period.slice(0, 4)
  const startOfBooks = year === demoPeriods[0].slice(0, 4) ? account.usedBeforeM3 : 0
  const sameYear = before.filter((one) => one.period.startsWith(year))
  const yearToDateBeforeM3 = sameYear.reduce((sum, one) => sum + one.usageM3, startOfBooks)
  const previousReading = before.at(-1)?.reading ?? 300 + (Number(account.accountCode.slice(-4)) % 500)
  const { from, to } = cycleOf(period)
  const issuedOn = addDays(to, 5)
  return {
    tenant: account.countyCode,
    seq: 0,
    billNo: `RQ${period.replace('-', '')}${account.accountCode}`,
    accountCode: account.accountCode,
    period,
    revision: 1,
    from,
    to,
    previousReading,
    reading: previousReading + usageM3,
    usageM3,
    yearToDateBeforeM3,
    ...chargeOf(account, usageM3, yearToDateBeforeM3),
    issuedOn,
    dueOn: addDays(issuedOn, DUE_DAYS),
    asOf: `${issuedOn}T00:00:00.000Z`,
    status: 'OPEN',
  }
}

/** The bills every demonstration begins with: six cycles an account, most of the older ones paid elsewhere. */
export function openGasBooks(world: World): void {
  if (world.gasBills.all().length > 0) return
  const drawn = new Map<string, GasBill[]>()
  for (const period of demoPeriods) {
    for (const account of demoGasAccounts) {
      const before = drawn.get(account.accountCode) ?? []
      const used = account.usage.find((one) => one.period === period)
      const bill = drawUp(before, account, period, used?.usageM3 ?? 0)
      const isOpen = account.openPeriods.includes(period)
      const kept = putGasBill(world, isOpen ? bill : { ...bill, status: 'PAID', paidOn: addDays(bill.issuedOn, 8) })
      drawn.set(account.accountCode, [...before, kept])
    }
  }
}

export interface GasReading {
  readonly tenant: string
  readonly usageM3: number
}

/** Issues the account's next bill; throws RangeError on an unknown account or a period that has one. */
export function issueGasBill(
  world: World,
  asked: GasReading & { readonly accountCode: string; readonly period?: string | undefined },
): GasBill {
  const account = demoAccount(asked.tenant, asked.accountCode)
  if (account === undefined) throw new RangeError('没有这个户号')
  const own = world.gasBills
    .all()
    .filter((one) => one.tenant === asked.tenant && one.accountCode === asked.accountCode)
    .sort((a, b) => a.period.localeCompare(b.period))
  const period = asked.period ?? cycleOf(own.at(-1)?.period ?? '2026-10').next
  if (own.some((one) => one.period >= period)) throw new RangeError('这一期已经出过账单')
  const bill = drawUp(own, account, period, asked.usageM3)
  return putGasBill(world, { ...bill, asOf: new Date(world.clock.now()).toISOString() })
}

/** Reads the meter of a bill again: the same bill number, the next revision, new figures. Throws RangeError on an unknown bill. */
export function rereadGasBill(world: World, asked: GasReading & { readonly billNo: string }): GasBill {
  const bill = world.gasBills.get(keyOf(asked.tenant, asked.billNo))
  const account = bill && demoAccount(asked.tenant, bill.accountCode)
  if (bill === undefined || account === undefined) throw new RangeError('没有这张账单')
  return putGasBill(world, {
    ...bill,
    revision: bill.revision + 1,
    usageM3: asked.usageM3,
    reading: bill.previousReading + asked.usageM3,
    ...chargeOf(account, asked.usageM3, bill.yearToDateBeforeM3),
    asOf: new Date(world.clock.now()).toISOString(),
  })
}
