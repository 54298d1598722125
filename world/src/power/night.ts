/**
 * The company's night, at 02:00 (+08:00) of the next day: payments files are worked, the day's files are made. Nights that passed are caught up
 * with whenever somebody asks; the control desk can make the night of today come now (a later file of the same day takes the next number).
 */
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { rfc3339 } from '../clock.ts'
import type { Taken } from '../faults.ts'
import type { World } from '../state.ts'
import { openPowerBooks, powerAccountsOf } from './company.ts'
import { readPayments } from './hand-in.ts'
import { breakLine, fileName, fileText, type FileHead, type Row } from './lines.ts'
import { workPayments } from './postings.ts'
import { keyOf, type FileKind, type PowerBill, type PowerChange } from './records.ts'

const MOST_NIGHTS = 60
const TENANTS = ['331123', '331124'] as const

const dayAt = (ms: number): string => dayOf(new Date(ms).toISOString())
/** The instant of the night that closes `day`. */
const nightOf = (day: string): number => Date.parse(`${addDays(day, 1)}T02:00:00+08:00`)

/** The last day whose night has come: between midnight and 02:00 that of yesterday is still to come. */
function lastClosed(now: number): string {
  const yesterday = addDays(dayAt(now), -1)
  return nightOf(yesterday) <= now ? yesterday : addDays(yesterday, -1)
}

/** A fault of files takes the bills file, or with `results` the results file; never the accounts. */
function takeFor(world: World, id: string, kind: FileKind): Taken | undefined {
  const fault = world.faults.list().find((one) => one.id === id)
  if (fault?.on !== true || kind === 'accounts') return undefined
  return (fault.params['results'] === true) === (kind === 'results') ? world.faults.take(id) : undefined
}

interface Making {
  readonly tenant: string
  readonly kind: FileKind
  readonly day: string
  readonly source?: string
}

function put(world: World, making: Making, readyAt: number, textOf: (head: FileHead) => string): void {
  const { tenant, kind, day } = making
  const earlier = world.powerFiles.all().filter((one) => one.tenant === tenant && one.kind === kind && one.day === day)
  const head: FileHead = { ...making, seq: earlier.length + 1, madeAt: rfc3339(world.clock.now()) }
  const name = fileName(head)
  world.powerFiles.put(keyOf(tenant, name), { tenant, name, kind, day, seq: head.seq, readyAt, text: textOf(head) })
}

function makeFile(world: World, making: Making, rows: readonly Row[], readyAt: number): void {
  const at = readyAt + (takeFor(world, 'power.file-late', making.kind)?.number('delayMs') ?? 0)
  const sum = takeFor(world, 'power.sum-wrong', making.kind)
  const line = takeFor(world, 'power.line-broken', making.kind)
  const faulty = sum ?? line
  let made = ''
  put(world, making, at, (head) => {
    const text = fileText(head, rows, sum?.number('byFen') ?? 0)
    made = line === undefined ? text : breakLine(text)
    return made
  })
  if (faulty !== undefined) put(world, making, at + faulty.number('correctedAfterMs'), (head) => fileText(head, rows))
  if (takeFor(world, 'power.file-twice', making.kind)) put(world, making, at, () => made)
}

function accountRows(tenant: string): Row[] {
  return powerAccountsOf(tenant).map((one) => ({
    fields: [one.code, one.ownerName, one.address, one.villageCode, one.status, String(one.householdSize), one.plan],
    amountFen: 0,
  }))
}

function billRow(event: PowerChange['event'], bill: PowerBill): Row {
  const lines = bill.lines.map((one) =>
    [one.tier, one.band, one.usageKWh, one.priceTenthFen, one.amountTenthFen].map(String).join(':'),
  )
  const { peakKWh } = bill
  const split = peakKWh === null ? ['', ''] : [String(peakKWh), String(bill.usageKWh - peakKWh)]
  const figures = [bill.previousReading, bill.reading, bill.usageKWh].map(String)
  return {
    fields: [
      ...[event, bill.billNo, bill.accountCode, bill.period, String(bill.revision), bill.from, bill.to],
      ...[...figures, ...split, String(bill.yearToDateBeforeKWh), String(bill.amountFen)],
      ...[bill.issuedOn, bill.dueOn, bill.status, bill.paidOn ?? '', lines.join(';')],
    ],
    amountFen: bill.amountFen,
  }
}

function makeResults(world: World, tenant: string, day: string, readyAt: number): void {
  for (const file of world.handedIn.all().filter((one) => one.tenant === tenant && !one.worked)) {
    const read = readPayments(file.text, tenant)
    const rows = read.ok ? workPayments(world, tenant, read.rows) : []
    world.handedIn.put(keyOf(tenant, file.name), { ...file, worked: true })
    makeFile(world, { tenant, kind: 'results', day, source: file.name }, rows, readyAt)
  }
}

function makeBills(world: World, tenant: string, day: string, readyAt: number): void {
  if (takeFor(world, 'power.file-missing', 'bills')) return // its changes wait for the next night
  const changes = world.powerChanges.all().filter((one) => one.bill.tenant === tenant)
  makeFile(
    world,
    { tenant, kind: 'bills', day },
    changes.map(({ event, bill }) => billRow(event, bill)),
    readyAt,
  )
  for (const { id } of changes) world.powerChanges.remove(id)
}

/** Closes `day` for one company: its files are listed from `readyAt` on. */
function close(world: World, tenant: string, day: string, readyAt: number): void {
  makeResults(world, tenant, day, readyAt)
  makeBills(world, tenant, day, readyAt)
  makeFile(world, { tenant, kind: 'accounts', day }, accountRows(tenant), readyAt)
}

/** Opens the books and the files of the last night, which hold everything from before. */
export function openPower(world: World): void {
  if (world.nights.all().length > 0) return
  openPowerBooks(world)
  const now = world.clock.now()
  const day = lastClosed(now)
  for (const tenant of TENANTS) {
    const bills = world.powerBills.all().filter((one) => one.tenant === tenant)
    const byPeriod = bills.sort((a, b) => a.period.localeCompare(b.period))
    put(world, { tenant, kind: 'bills', day }, now, (head) =>
      fileText(
        head,
        byPeriod.map((bill) => billRow('ISSUED', bill)),
      ),
    )
    put(world, { tenant, kind: 'accounts', day }, now, (head) => fileText(head, accountRows(tenant)))
    world.nights.put(tenant, { tenant, day })
  }
}

/** Makes the files of every night that has passed. After a long jump only the last nights have files; nothing of the books is lost. */
export function catchUp(world: World): void {
  const now = world.clock.now()
  for (const { tenant, day: last } of world.nights.all()) {
    const latest = lastClosed(now)
    const earliest = addDays(latest, 1 - MOST_NIGHTS)
    const first = addDays(last, 1)
    for (let day = first > earliest ? first : earliest; day <= latest; day = addDays(day, 1)) {
      close(world, tenant, day, nightOf(day))
      world.nights.put(tenant, { tenant, day })
    }
  }
}

/** The control desk's night: what waits is worked and listed now, as files of today. */
export function nightNow(world: World): string[] {
  catchUp(world)
  const before = new Set(world.powerFiles.all().map((one) => one.name))
  for (const tenant of TENANTS) close(world, tenant, dayAt(world.clock.now()), world.clock.now())
  return world.powerFiles
    .all()
    .map((one) => one.name)
    .filter((name) => !before.has(name))
}
