/** Bills that can be paid now, oldest first on each account, each with the person whose account it is; water issues more where there are too few. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { demoGasAccounts } from '@xlb/shared/demo/gas.ts'
import { demoPowerAccounts } from '@xlb/shared/demo/power.ts'
import { diceFrom } from '@xlb/shared/demo/random.ts'
import { demoPeople, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import type { BillRow } from '../../../server/src/capabilities/bills/data/bills.ts'
import type { Payer } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { until } from '../restore/people.ts'
import { grouped } from './grouped.ts'

export interface Due extends Payer {
  readonly utility: Utility
}

export interface Wanted {
  readonly count: number
  readonly utilities?: readonly Utility[]
  /** At most so many of one account: they are paid one after the other. */
  readonly each?: number
}

type Owners = ReadonlyMap<string, DemoPerson>

const ownersOf: Readonly<Record<Utility, Owners>> = {
  water: new Map(demoPeople.filter((one) => !one.water.stopped).map((one) => [one.water.accountCode, one])),
  gas: byCode(demoGasAccounts),
  electricity: byCode(demoPowerAccounts),
}

interface MeteredAccount {
  readonly accountCode: string
  readonly personKey: string
  readonly stopped: boolean
}

function byCode(accounts: readonly MeteredAccount[]): Owners {
  return new Map(
    accounts.flatMap(({ accountCode, personKey, stopped }) => {
      const person = demoPeople.find((one) => one.key === personKey)
      return person === undefined || stopped ? [] : [[accountCode, person] as const]
    }),
  )
}

/** Accounts in the seed's order; of the bills the first of each account come first. */
export async function dueBills(stage: Stage, seed: number, wanted: Wanted): Promise<Due[]> {
  const utilities = wanted.utilities ?? ['water']
  const looked = await look(stage, seed, wanted, utilities)
  if (looked.length >= wanted.count || !utilities.includes('water')) return enough(looked, wanted.count)
  await issueWater(stage, Math.ceil((wanted.count - looked.length) / ownersOf.water.size))
  return enough(await look(stage, seed, wanted, utilities), wanted.count)
}

function enough(found: readonly Due[], count: number): Due[] {
  if (found.length < count)
    throw new Error(`only ${String(found.length)} bills can be paid, ${String(count)} are needed`)
  return found.slice(0, count)
}

async function look(stage: Stage, seed: number, { each = 200 }: Wanted, utilities: readonly Utility[]): Promise<Due[]> {
  const rows = await stage.db.bills
    .find({ state: { $in: ['ISSUED', 'OVERDUE'] }, utility: { $in: [...utilities] } })
    .sort({ accountCode: 1, period: 1 })
    .toArray()
  const accounts = [...grouped(rows, (row) => row.utilityAccountId).values()]
  const dice = diceFrom(seed)
  const order = new Map(accounts.map((bills) => [bills, dice.between(0, 1_000_000)]))
  accounts.sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
  const longest = Math.min(each, Math.max(0, ...accounts.map((bills) => bills.length)))
  return Array.from({ length: longest }, (_, place) => accounts.flatMap((bills) => dueOf(bills[place]))).flat()
}

function dueOf(row: BillRow | undefined): Due[] {
  const person = row === undefined ? undefined : ownersOf[row.utility].get(row.accountCode)
  return row === undefined || person === undefined ? [] : [{ person, billId: row._id, utility: row.utility }]
}

/** So many rounds of new bills, one for each running account, read by the worker. */
async function issueWater(stage: Stage, rounds: number): Promise<void> {
  const before = await stage.db.bills.countDocuments({ utility: 'water' })
  for (let round = 0; round < rounds; round += 1)
    for (const { countyCode: tenant, water } of ownersOf.water.values())
      await stage.control('bills/issue', { tenant, accountCode: water.accountCode, usageM3: 21 })
  const after = before + rounds * ownersOf.water.size
  await stage.nudge('read-water-feed')
  const arrived = async (): Promise<boolean> => (await stage.db.bills.countDocuments({ utility: 'water' })) >= after
  if (!(await until(arrived, 30_000 + rounds * 10_000))) throw new Error('the issued bills were not read')
}
