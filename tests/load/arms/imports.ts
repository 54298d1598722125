/**
 * A worker that imports one table of invented residents, checked and then written, and says what it took. One process for one table: peak memory is the
 * process's own. Usage: `imports.mjs csv 50000 FILE`
 */
import { createReadStream, statSync } from 'node:fs'
import mongoose from 'mongoose'
import { imports as capability } from '../../../server/src/capabilities/imports/index.ts'
import { importRows } from '../../../server/src/capabilities/imports/data/imports.ts'
import { openHouse } from '../../../server/src/context.ts'
import { countCommands } from '../../../server/src/platform/db/connection.ts'
import type { StaffCtx } from '../../../server/src/platform/context.ts'
import { prepareDatabase } from '../../../server/src/platform/db/prepare.ts'
import { importTypes } from '@xlb/shared/imports/contract.ts'
import { newId } from '../../../server/src/platform/ids.ts'
import { fieldsIn } from '../../support/json.ts'

export interface StepFigures {
  readonly ms: number
  readonly rowsPerSecond: number
  readonly commands: number
  readonly commandsPerThousand: number
  /** Bytes above what the process had before; sampled. */
  readonly peakRss: number
  /** Heap and buffers after a collection, by rows done. */
  readonly held: Readonly<Record<number, number>>
}

export interface ImportFigures {
  readonly format: 'csv' | 'xlsx'
  readonly rows: number
  readonly bytes: number
  /** The largest resident size of the process, from its start to its end. */
  readonly wholeRss: number
  readonly check: StepFigures
  readonly apply: StepFigures
}

const TENANT = '331123'
const MARK_ROWS = 10_000
const SAMPLE_MS = 10

const format = process.argv[2] === 'xlsx' ? 'xlsx' : 'csv'
const rows = Number(process.argv[3] ?? 50_000)
const file = process.argv[4] ?? ''

const { house, close } = await openHouse({ env: process.env, counted: true })
await prepareDatabase(house)
const ctx = house.systemCtx(TENANT, 'bench')
await house.capabilities.find(({ name }) => name === 'organisations')?.seed?.(ctx, house)

const staff = { sessionId: newId('sts'), staffId: newId('stf'), personId: null, unitCode: TENANT, held: [] }
const officer: StaffCtx = { ...ctx, staff }
const { importId, bytes } = await stored()

const check = await measured(() => run('check-imports'))
await agreed()
const apply = await measured(() => run('apply-imports'))
const done = await importRows.findOne(ctx, { _id: importId })
await close()
if (done?.state !== 'DONE' || done.written.made !== rows) throw new Error(`the import ended as ${String(done?.state)}`)
const wholeRss = 1_024 * process.resourceUsage().maxRSS
const figures: ImportFigures = { format, rows, bytes, wholeRss, check, apply }
process.send?.(figures)
process.disconnect()

async function stored(): Promise<{ importId: string; bytes: number }> {
  const query = { kind: 'residents' as const, name: '名单', unit: undefined }
  const upload = capability.routes.find(({ endpoint }) => endpoint.id === 'imports.upload')?.once
  if (upload === undefined) throw new Error('nobody takes a file')
  const raw = { bytes: Buffer.alloc(0), file: createReadStream(file), header: () => importTypes[format] }
  const input = { params: undefined, query, body: undefined, raw }
  return { importId: await upload.act(officer, TENANT, input), bytes: statSync(file).size }
}

async function run(name: string): Promise<void> {
  await capability.jobs?.find((job) => job.name === name)?.run(ctx)
}

async function agreed(): Promise<void> {
  const row = await importRows.findOne(ctx, { _id: importId })
  if (row?.state !== 'CHECKED') throw new Error(`the check ended as ${String(row?.state)}`)
  const proposal = { id: newId('apr'), recordId: importId, unitCode: TENANT, personIds: [], data: {}, goneAhead: false }
  await capability.approvals?.[0]?.apply(ctx, { ...proposal, proposedBy: staff.staffId }, newId('stf'))
}

function heldNow(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function measured(work: () => Promise<void>): Promise<StepFigures> {
  heldNow()
  const before = process.memoryUsage().rss
  let peak = before
  const held: Record<number, number> = {}
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, SAMPLE_MS)
  const mark = ({
    commandName,
    command,
  }: {
    commandName: string
    command: Readonly<Record<string, unknown>>
  }): void => {
    if (commandName !== 'findAndModify' || command['findAndModify'] !== 'importRuns') return
    const at = Number(fieldsIn(fieldsIn(command['update'])['$set'])['rows'] ?? 0)
    if (at > 0 && at % MARK_ROWS === 0) held[at] = heldNow()
  }
  const client = mongoose.connection.getClient()
  client.on('commandStarted', mark)
  const counted = countCommands()
  const begun = performance.now()
  await work()
  const ms = performance.now() - begun
  const commands = counted().length
  client.off('commandStarted', mark)
  clearInterval(sampling)
  return {
    ms: Math.round(ms),
    rowsPerSecond: Math.round((1_000 * rows) / ms),
    commands,
    commandsPerThousand: Number(((1_000 * commands) / rows).toFixed(2)),
    peakRss: peak - before,
    held,
  }
}
