/** Tables to import: invented people with valid check digits, the file in one of its forms, and the way from the upload to the second officer. */
import { spawn } from 'node:child_process'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { imports, importTypes, type ImportView } from '@xlb/shared/imports/contract.ts'
import type { ImportKind } from '@xlb/shared/imports/faults.ts'
import { importChunks } from '../../server/src/capabilities/imports/data/chunks.ts'
import type { Ctx } from '../../server/src/platform/context.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import type { TestApp } from './app.ts'
import { addressOf, headersOf, newKey, send, type Extras } from './call.ts'
import { fieldsIn } from './json.ts'
import { root } from './plant.ts'
import { workbookOf, type CellValue } from './workbook.ts'

export { csvOf, invent, RESIDENT_TITLES, residentCells, residentsCsv, VILLAGE } from './invented.ts'

export const xlsxOf = (rows: readonly (readonly CellValue[])[]): Buffer => workbookOf(rows)

/** How many pieces of an import still hold something. */
export async function sealedPieces(app: TestApp, importId: string): Promise<number> {
  return await importChunks.countUpTo(app.ctx(), { importId, bodySealed: { $exists: true } }, 1_000)
}

export async function dropImports(): Promise<void> {
  for (const name of ['imports', 'importChunks', 'importProblems', 'importRuns'])
    await nativeDb().collection(name).deleteMany({})
}

/** One of the capability's jobs for one county, without the relay that `app.work` brings along. */
export async function runJob(app: TestApp, name: string, ctx: Ctx = app.ctx()): Promise<void> {
  const jobs = app.house.capabilities.flatMap((one) => one.jobs ?? [])
  await jobs.find((job) => job.name === name)?.run(ctx)
}

export interface Upload {
  readonly kind?: ImportKind
  readonly name?: string
  readonly unit?: string
  readonly type?: string
}

export interface Raw {
  readonly status: number
  readonly code: string
  readonly fields: readonly string[]
  readonly view: ImportView | null
}

/** Sends a file as it is. */
export async function upload(
  app: Pick<TestApp, 'url'>,
  token: string,
  bytes: Buffer,
  { kind = 'residents', name = '名单', unit, type }: Upload = {},
  extras: Extras = {},
): Promise<Raw> {
  const zipped = bytes.subarray(0, 2).toString('latin1') === 'PK'
  const query = { kind, name, ...(unit === undefined ? {} : { unit }) }
  const answer = await fetch(`${app.url}${addressOf(imports.upload, { query })}`, {
    method: 'PUT',
    headers: {
      ...headersOf(imports.upload, { token, key: newKey(), ...extras }),
      'content-type': type ?? (zipped ? importTypes.xlsx : importTypes.csv),
    },
    body: new Uint8Array(bytes),
  })
  const json: unknown = await answer.json()
  if (answer.ok) return { status: answer.status, code: '', fields: [], view: viewOf(json) }
  const error = fieldsIn(fieldsIn(json)['error'])
  const fields = Array.isArray(error['fields']) ? error['fields'].map((one) => String(fieldsIn(one)['path'])) : []
  return { status: answer.status, code: String(error['code']), fields, view: null }
}

const viewOf = (json: unknown): ImportView => imports.show.output.parse(json)

export async function uploaded(app: TestApp, token: string, bytes: Buffer, how: Upload = {}): Promise<ImportView> {
  const { view, code } = await upload(app, token, bytes, how)
  if (view === null) throw new Error(`the upload was refused: ${code}`)
  return view
}

export async function shown(app: TestApp, token: string, importId: string): Promise<ImportView> {
  return (await send(app.url, imports.show, { params: { importId } }, { token })).value()
}

/** After the worker looked at it. */
export async function checked(app: TestApp, token: string, bytes: Buffer, how: Upload = {}): Promise<ImportView> {
  const { id } = await uploaded(app, token, bytes, how)
  await app.work(['check-imports'])
  return await shown(app, token, id)
}

/** `C17: duplicate` of every problem. */
export async function problemsOf(app: TestApp, token: string, importId: string): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: { limit: string; cursor?: string } = cursor === '' ? { limit: '50' } : { limit: '50', cursor }
    const page = (await send(app.url, imports.problems, { params: { importId }, query }, { token })).value()
    found.push(...page.items.map((one) => `${one.cell ?? `row ${String(one.row)}`}: ${one.code}`))
    cursor = page.next
  }
  return found
}

export async function propose(app: TestApp, token: string, importId: string): Promise<ImportView> {
  return (await send(app.url, imports.confirm, { params: { importId }, body: {} }, { token })).value()
}

export async function agree(app: TestApp, token: string, view: ImportView): Promise<void> {
  const approvalId = view.approvalId ?? ''
  ;(await send(app.url, approvals.approve, { params: { approvalId }, body: {} }, { token })).value()
}

/** Both officers, and the worker. */
export async function written(app: TestApp, first: string, second: string, importId: string): Promise<ImportView> {
  await agree(app, second, await propose(app, first, importId))
  await app.work(['apply-imports'])
  return await shown(app, first, importId)
}

/** A worker of its own process on the same database; answers how it ended and everything it said. */
export async function importWorker(
  app: TestApp,
  env: Readonly<Record<string, string>> = {},
): Promise<{ signal: NodeJS.Signals | null; code: number | null; output: string }> {
  const own = Object.fromEntries(
    Object.entries(app.house.config.environment).map(([name, value]) => [name, String(value)]),
  )
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/import-child.ts'], {
    cwd: root,
    env: { ...process.env, ...own, LOG_LEVEL: 'debug', NODE_OPTIONS: '', ...env },
  })
  let output = ''
  const take = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  return await new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, output })
    })
  })
}
