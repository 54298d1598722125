/** The books of the two water companies: accounts (from the demo roster), bills with their change feed, a new bill, a new reading. */
import { demoPeople, demoPeriods, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import type { World } from '../state.ts'
import { keyOf, type WaterBill } from './records.ts'
import { charge } from './tariff.ts'

export interface WaterAccount {
  readonly code: string
  readonly ownerName: string
  readonly address: string
  readonly villageCode: string
  readonly status: 'ACTIVE' | 'STOPPED'
  readonly householdSize: number
}

/** Every eighth meter of a county from its sixth on, but no more than one a county. */
const OWN_SEWAGE_PRICE = new Set([demoPeople[6]?.key, demoPeople[29]?.key])

function ownerOf(tenant: string, accountCode: string): DemoPerson | undefined {
  return demoPeople.find((one) => one.countyCode === tenant && one.water.accountCode === accountCode)
}

export function accountOf(tenant: string, accountCode: string): WaterAccount | undefined {
  const owner = ownerOf(tenant, accountCode)
  return (
    owner && {
      code: accountCode,
      ownerName: owner.name,
      address: `${owner.townshipName}${owner.villageName}${String(Number(accountCode.slice(-3)) + 1)}号`,
      villageCode: owner.villageCode,
      status: owner.water.stopped ? 'STOPPED' : 'ACTIVE',
      householdSize: owner.water.householdSize,
    }
  )
}

function nextSeq(world: World, tenant: string): number {
  return 1 + world.bills.all().reduce((most, one) => (one.tenant === tenant ? Math.max(most, one.seq) : most), 0)
}

/** Puts a changed bill at the feed's end. */
export function putBill(world: World, bill: WaterBill): WaterBill {
  const moved = { ...bill, seq: nextSeq(world, bill.tenant) }
  world.bills.put(keyOf(bill.tenant, bill.billNo), moved)
  return moved
}

/** The months of a cycle named by its last one: `2026-10` → 1 September to 31 October. */
function cycleOf(period: string): { from: string; to: string; next: string } {
  const year = Number(period.slice(0, 4))
  const month = Number(period.slice(5, 7))
  const day = (monthIndex: number, date: number): string =>
    new Date(Date.UTC(year, monthIndex, date)).toISOString().slice(0, 10)
  return { from: day(month - 2, 1), to: day(month, 0), next: day(month + 1, 1).slice(0, 7) }
}

function billsOf(world: World, owner: DemoPerson): WaterBill[] {
  const own = world.bills
    .all()
    .filter((one) => one.tenant === owner.countyCode && one.accountCode === owner.water.accountCode)
  return own.sort((a, b) => a.period.localeCompare(b.period))
}

function chargeOf(
  owner: DemoPerson,
  usageM3: number,
  yearToDateBeforeM3: number,
): Pick<WaterBill, 'lines' | 'amountFen'> {
  const { householdSize } = owner.water
  return charge({ usageM3, yearToDateBeforeM3, householdSize, ownSewagePrice: OWN_SEWAGE_PRICE.has(owner.key) })
}

function drawUp(world: World, owner: DemoPerson, period: string, usageM3: number): WaterBill {
  const before = billsOf(world, owner)
  const sameYear = before.filter((one) => one.period.slice(0, 4) === period.slice(0, 4))
  const yearToDateBeforeM3 = sameYear.reduce((sum, one) => sum + one.usageM3, 0)
  const previousReading = before.at(-1)?.reading ?? 100 + (Number(owner.water.accountCode.slice(-4)) % 400)
  const { from, to } = cycleOf(period)
  const issuedOn = addDays(to, 3)
  return {
    tenant: owner.countyCode,
    seq: 0,
    billNo: `${period.replace('-', '')}${owner.water.accountCode}`,
    accountCode: owner.water.accountCode,
    period,
    revision: 1,
    from,
    to,
    previousReading,
    reading: previousReading + usageM3,
    usageM3,
    yearToDateBeforeM3,
    ...chargeOf(owner, usageM3, yearToDateBeforeM3),
    issuedOn,
    dueOn: addDays(to, 35),
    asOf: `${issuedOn}T00:00:00.000Z`,
    status: 'OPEN',
  }
}

/** The bills every demonstration begins with: six cycles for each person, most of the older ones paid elsewhere. */
export function openBooks(world: World): void {
  if (world.bills.all().length > 0) return
  for (const period of demoPeriods) {
    for (const owner of demoPeople) {
      const used = owner.water.usage.find((one) => one.period === period)
      if (used === undefined) continue
      const bill = drawUp(world, owner, period, used.usageM3)
      const isOpen = owner.water.openPeriods.includes(period)
      putBill(world, isOpen ? bill : { ...bill, status: 'PAID', paidOn: addDays(bill.issuedOn, 9) })
    }
  }
}

/** Issues the account's next bill; throws RangeError on an unknown account or a period that has one. */
export function issueBill(
  world: World,
  tenant: string,
  accountCode: string,
  usageM3: number,
  period?: string,
): WaterBill {
  const owner = ownerOf(tenant, accountCode)
  if (owner === undefined) throw new RangeError('没有这个户号')
  const own = billsOf(world, owner)
  const wanted = period ?? cycleOf(own.at(-1)?.period ?? '2026-10').next
  if (own.some((one) => one.period >= wanted)) throw new RangeError('这一期已经出过账单')
  return putBill(world, { ...drawUp(world, owner, wanted, usageM3), asOf: new Date(world.clock.now()).toISOString() })
}

/** Reads the meter of a bill again: the same bill number, the next revision, new figures. Throws RangeError on an unknown bill. */
export function rereadBill(world: World, tenant: string, billNo: string, usageM3: number): WaterBill {
  const bill = world.bills.get(keyOf(tenant, billNo))
  const owner = bill && ownerOf(tenant, bill.accountCode)
  if (bill === undefined || owner === undefined) throw new RangeError('没有这张账单')
  return putBill(world, {
    ...bill,
    revision: bill.revision + 1,
    usageM3,
    reading: bill.previousReading + usageM3,
    ...chargeOf(owner, usageM3, bill.yearToDateBeforeM3),
    asOf: new Date(world.clock.now()).toISOString(),
  })
}
