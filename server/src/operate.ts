/**
 * The operator's commands; each prints what it counted.
 *   audit [--head FILE]   verifies every county's audit chain (FILE: published heads; default AUDIT_HEADS_FILE)
 *   verify NAME           runs a verify command that a capability hands in
 *   backup [--out FILE]   every collection of one moment in a file of its own
 *   restore FILE [--confirm] [--replace DATABASE]  proves a backup; with --confirm writes it into an empty database
 *   dead [EVENT]          lists events that were set aside; with an id, sends that one again
 *   calendar-import FILE [--confirm]  arrangements of days off; without --confirm it only says what would change
 *   keys-rotate [KIND]    a new first key: field (default; rows move to it by the job rewrap-fields), jwt, pending, audit or all of them
 *   keys-retire [KIND] KID [--now]  takes an old key away; refused while something stands under it (--now: a stolen key of tokens goes at once)
 *   reconcile --day D     the three-way match of one day, every merchant of every county
 *   staff-bootstrap TENANT --tenant-admin NAME 姓名 --security-admin NAME 姓名  the first two administrators of a county
 *   staff-totp [--user NAME]  demonstration only: the present code of a demo officer
 * Exit code 1 when there is a difference, or nothing at all was checked.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { openHouse } from './context.ts'
import { reconcileDay } from './capabilities/payments/index.ts'
import { bootstrapCommand, demoTotpCommand } from './capabilities/staff/index.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import { readHeads } from '#platform/audit/heads.ts'
import { verifyAudit, type AuditVerified } from '#platform/audit/verify.ts'
import { backupCommand, restoreCommand, type Surroundings } from '#platform/backup/operate.ts'
import { importCalendar } from '#platform/calendar/import-years.ts'
import type { Verified } from '#platform/capability.ts'
import { tenantsOf } from '#platform/config/config.ts'
import { retireCommand, rotateCommand } from '#platform/crypto/operate.ts'
import type { House } from '#platform/house.ts'
import { deadEvents, revive } from '#platform/outbox/dead.ts'
import { runToEnd } from '#platform/runner.ts'

type Told = Verified & Partial<AuditVerified>

interface Findings {
  readonly tenant: string
  readonly told: Told
}

const MOST_SHOWN = 100

async function audit(house: House, words: readonly string[]): Promise<Findings[]> {
  const named = words.find((word) => !word.startsWith('--'))
  if (named !== undefined && !existsSync(named)) throw new Error(`没有这个文件：${named}`)
  const { heads, unreadable } = readHeads(named ?? house.config.environment.AUDIT_HEADS_FILE)
  const torn = { checked: {}, differences: [`${String(unreadable)} lines of the published heads cannot be read`] }
  const findings: Findings[] = unreadable > 0 ? [{ tenant: 'heads', told: torn }] : []
  // A county that vanished from the configuration as well is still known to the published heads.
  for (const tenant of new Set([...tenantsOf(house.config), ...heads.map((head) => head.tenant)]))
    findings.push({ tenant, told: await verifyAudit({ tenant }, house.config.keys, heads) })
  for (const { tenant, told } of differing(findings))
    await raiseAlarm(house.systemCtx(tenant, 'operate'), {
      kind: 'audit-difference',
      recordId: 'chain',
      data: { differences: told.differences.length },
    })
  return findings
}

/** Of counties; unreadable heads belong to none. */
function differing(findings: readonly Findings[]): readonly Findings[] {
  return findings.filter(({ tenant, told }) => /^\d{6}$/.test(tenant) && told.differences.length > 0)
}

async function verify(house: House, name: string | undefined): Promise<Findings[]> {
  const known = new Map(house.capabilities.flatMap((one) => Object.entries(one.verify ?? {})))
  const run = known.get(name ?? '')
  if (run === undefined) throw new Error(`没有名为 ${name ?? ''} 的核对，可选：${[...known.keys()].join('、')}`)
  const findings: Findings[] = []
  for (const tenant of tenantsOf(house.config))
    findings.push({ tenant, told: await run(house.systemCtx(tenant, 'operate')) })
  for (const { tenant, told } of differing(findings))
    await raiseAlarm(house.systemCtx(tenant, 'operate'), {
      kind: 'verify-difference',
      recordId: name ?? '',
      data: { differences: told.differences.length },
    })
  return findings
}

async function reconcile(house: House, words: readonly string[]): Promise<Findings[]> {
  const day = words[words.indexOf('--day') + 1] ?? ''
  if (!words.includes('--day') || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new Error('请写明哪一天，形如 npm run reconcile -- --day 2026-11-25')
  const findings: Findings[] = []
  for (const tenant of tenantsOf(house.config))
    findings.push({ tenant, told: await reconcileDay(house.systemCtx(tenant, 'operate'), day) })
  return findings
}

function report(findings: readonly Findings[]): number {
  let [checked, differences] = [0, 0]
  for (const { tenant, told } of findings) {
    checked += Object.values(told.checked).reduce((sum, count) => sum + count, 0)
    differences += told.differences.length
    say(lineOf(tenant, told))
    for (const known of told.known ?? []) say(`  * ${known}`)
    for (const difference of told.differences.slice(0, MOST_SHOWN)) say(`  - ${difference}`)
  }
  say(`${String(checked)} rows checked, ${String(differences)} differences`)
  return checked > 0 && differences === 0 ? 0 : 1
}

function lineOf(tenant: string, told: Told): string {
  const counts = Object.entries(told.checked).map(([what, count]) => `${String(count)} ${what}`)
  const tail =
    told.tail === undefined
      ? []
      : [`${String(told.unchained ?? 0)} not chained yet`, `head ${String(told.tail.seq)} ${told.tail.mac}`]
  return `${tenant}: ${[...counts, ...tail].join(', ')}, ${String(told.differences.length)} differences`
}

async function dead(house: House, eventId: string | undefined): Promise<number> {
  for (const tenant of tenantsOf(house.config)) {
    const ctx = house.systemCtx(tenant, 'operate')
    if (eventId !== undefined && (await revive(ctx, eventId))) {
      say(`${tenant}: ${eventId} is sent again`)
      return 0
    }
    if (eventId === undefined)
      for (const row of await deadEvents(ctx))
        say(`${tenant}: ${row.eventId} ${row.name} of ${row.recordId}, ${row.by.join(', ')}`)
  }
  return eventId === undefined ? 0 : 1
}

async function calendarImport(house: House, words: readonly string[]): Promise<number> {
  const file = words.find((word) => !word.startsWith('--'))
  if (file === undefined) throw new Error('请写明节假日安排文件，形如 npm run calendar:import -- 2027.json')
  const unknown = words.find((word) => word.startsWith('--') && word !== '--confirm')
  if (unknown !== undefined) throw new Error(`没有这个参数：${unknown}。可用：--confirm`)
  // npm runs us at the root; a relative file is meant from where the person stood.
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), file)
  for (const line of await importCalendar(house, path, words.includes('--confirm'))) say(line)
  return 0
}

/** npm runs us at the root; a relative file is meant from where the person stood. */
const around = (): Surroundings => ({
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  folder: process.env['BACKUP_DIR'] ?? '',
})

function sayAll(lines: readonly string[]): number {
  for (const line of lines) say(line)
  return 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

runToEnd('没有做成', async () => {
  const [command = '', ...words] = process.argv.slice(2)
  const env = { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' }
  const { house, close } = await openHouse({ env, halfRestored: command === 'restore' })
  const code = await carryOut(house, command, words)
  await close()
  return code
})

async function carryOut(house: House, command: string, words: readonly string[]): Promise<number> {
  if (command === 'audit' || command === 'audit:verify') return report(await audit(house, words))
  if (command === 'verify') return report(await verify(house, words[0]))
  if (command === 'backup') return sayAll(await backupCommand(house, words, around()))
  if (command === 'restore') return sayAll(await restoreCommand(house, words, around()))
  if (command === 'reconcile') return report(await reconcile(house, words))
  if (command === 'staff-bootstrap') return sayAll(await bootstrapCommand(house, words))
  if (command === 'staff-totp') return sayAll(demoTotpCommand(house, words))
  if (command === 'dead') return await dead(house, words[0])
  if (command === 'calendar-import') return await calendarImport(house, words)
  if (command === 'keys-rotate') return sayAll(await rotateCommand(house, words))
  if (command === 'keys-retire') return sayAll(await retireCommand(house, words))
  throw new Error(
    `没有这个命令：${command}。可用：audit、verify、backup、restore、dead、calendar-import、keys-rotate、keys-retire、reconcile、staff-bootstrap、staff-totp`,
  )
}
