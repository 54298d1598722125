/** The books of the two electricity companies: accounts (from the demo data), monthly bills, a new bill, a new reading. */
import { demoPowerAccounts, demoPowerPeriods, type DemoPowerAccount } from '@xlb/shared/demo/power.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import type { World } from '../state.ts'
import { keyOf, type PowerBill, type PowerChange } from './records.ts'
import { chargePower } from './tariff.ts'

const DUE_DAYS = 25
/** One meter of each county is shared and has one price for all. */
const SHARED_METERS = new Set([demoPowerAccounts[8]?.accountCode, demoPowerAccounts[30]?.accountCode])

export interface PowerAccount {
  readonly code: string
  readonly ownerName: string
  readonly address: string
  readonly villageCode: string
  readonly status: 'ACTIVE' | 'STOPPED'
  readonly householdSize: number
  readonly plan: DemoPowerAccount['plan']
}

export function powerAccountsOf(tenant: string): PowerAccount[] {
  return demoPowerAccounts
    .filter((one) => one.countyCode === tenant)
    .map(({ personKey, accountCode, stopped, householdSize, plan }) => {
      const { name, townshipName, villageName, villageCode } = demoPerson(personKey)
      return {
        code: accountCode,
        ownerName: name,
        address: `${townshipName}${villageName}${String(Number(accountCode.slice(-3)) + 1)}号`,
        villageCode,
        status: stopped ? 'STOPPED' : 'ACTIVE',
        householdSize,
        plan,
      }
    })
}

function accountOf(tenant: string, accountCode: string): DemoPowerAccount | undefined {
  return demoPowerAccounts.find((one) => one.countyCode === tenant && one.accountCode === accountCode)
}

export function isStopped(tenant: string, accountCode: string): boolean {
  return accountOf(tenant, accountCode)?.stopped === true
}

/** First and last day of a month, and the month after it. */
function monthOf(period: string): { from: string; to: string; next: string } {
  const [year, month] = [Number(period.slice(0, 4)), Number(period.slice(5, 7))]
  const day = (monthIndex: number, date: number): string =>
    new Date(Date.UTC(year, monthIndex, date)).toISOString().slice(0, 10)
  return { from: `${period}-01`, to: day(month, 0), next: day(month, 1).slice(0, 7) }
}

function billsOf(world: World, account: DemoPowerAccount): PowerBill[] {
  const own = world.powerBills
    .all()
    .filter((one) => one.tenant === account.countyCode && one.accountCode === account.accountCode)
  return own.sort((a, b) => a.period.localeCompare(b.period))
}

interface Reading {
  readonly usageKWh: number
  readonly peakKWh: number | null
}

function chargeOf(account: DemoPowerAccount, reading: Reading, yearToDateBeforeKWh: number) {
  const { householdSize } = account
  return chargePower({
    ...reading,
    yearToDateBeforeKWh,
    householdSize,
    sharedMeter: SHARED_METERS.has(account.accountCode),
  })
}

function drawUp(before: readonly PowerBill[], account: DemoPowerAccount, period: string, reading: Reading): PowerBill {
  const year = period.slice(0, 4)
  const startOfBooks = year === demoPowerPeriods[0].slice(0, 4) ? account.usedBeforeKWh : 0
  const sameYear = before.filter((one) => one.period.startsWith(year))
  const yearToDateBeforeKWh = sameYear.reduce((sum, one) => sum + one.usageKWh, startOfBooks)
  const previousReading = before.at(-1)?.reading ?? 2_000 + (Number(account.accountCode.slice(-4)) % 900)
  const { from, to } = monthOf(period)
  const issuedOn = addDays(to, 3)
  return {
    tenant: account.countyCode,
    billNo: `DF${period.replace('-', '')}${account.accountCode}`,
    accountCode: account.accountCode,
    period,
    revision: 1,
    from,
    to,
    previousReading,
    reading: previousReading + reading.usageKWh,
    ...reading,
    yearToDateBeforeKWh,
    ...chargeOf(account, reading, yearToDateBeforeKWh),
    issuedOn,
    dueOn: addDays(issuedOn, DUE_DAYS),
    status: 'OPEN',
  }
}

/** The bills every demonstration begins with. Answers them for the first files. */
export function openPowerBooks(world: World): void {
  for (const account of demoPowerAccounts) {
    const before: PowerBill[] = []
    for (const { period, ...reading } of account.usage) {
      const bill = drawUp(before, account, period, reading)
      before.push(
        account.openPeriods.includes(period) ? bill : { ...bill, status: 'PAID', paidOn: addDays(bill.issuedOn, 6) },
      )
    }
    for (const bill of before) world.powerBills.put(keyOf(bill.tenant, bill.billNo), bill)
  }
}

/** Keeps a bill and puts the change into the next night's file. */
export function changeBill(world: World, event: PowerChange['event'], bill: PowerBill): PowerBill {
  if (bill.status !== 'SUPERSEDED') world.powerBills.put(keyOf(bill.tenant, bill.billNo), bill)
  const last = world.powerChanges.all().at(-1)?.id ?? '0'
  const id = String(Number(last) + 1).padStart(9, '0')
  world.powerChanges.put(id, { id, event, bill })
  return bill
}

function readingOf(account: DemoPowerAccount, usageKWh: number, peakKWh: number | undefined): Reading {
  if (account.plan === 'FLAT') return { usageKWh, peakKWh: null }
  const peak = peakKWh ?? Math.round(usageKWh * 0.6)
  if (peak > usageKWh) throw new RangeError('峰电量比总电量大')
  return { usageKWh, peakKWh: peak }
}

export interface PowerReading {
  readonly tenant: string
  readonly usageKWh: number
  readonly peakKWh?: number | undefined
}

/** Issues the account's next bill; throws RangeError on an unknown account or a period that has one. */
export function issuePowerBill(
  world: World,
  asked: PowerReading & { readonly accountCode: string; readonly period?: string | undefined },
): PowerBill {
  const account = accountOf(asked.tenant, asked.accountCode)
  if (account === undefined) throw new RangeError('没有这个户号')
  const before = billsOf(world, account)
  const period = asked.period ?? monthOf(before.at(-1)?.period ?? '2026-10').next
  if (before.some((one) => one.period >= period)) throw new RangeError('这一期已经出过账单')
  return changeBill(world, 'ISSUED', drawUp(before, account, period, readingOf(account, asked.usageKWh, asked.peakKWh)))
}

/** Reads the meter again: the old revision is superseded, the next one has new figures. Throws RangeError on an unknown bill. */
export function rereadPowerBill(world: World, asked: PowerReading & { readonly billNo: string }): PowerBill {
  const bill = world.powerBills.get(keyOf(asked.tenant, asked.billNo))
  const account = bill && accountOf(asked.tenant, bill.accountCode)
  if (bill === undefined || account === undefined) throw new RangeError('没有这张账单')
  const reading = readingOf(account, asked.usageKWh, asked.peakKWh)
  changeBill(world, 'SUPERSEDED', { ...bill, status: 'SUPERSEDED' })
  return changeBill(world, 'REREAD', {
    ...bill,
    ...reading,
    revision: bill.revision + 1,
    reading: bill.previousReading + reading.usageKWh,
    ...chargeOf(account, reading, bill.yearToDateBeforeKWh),
  })
}
