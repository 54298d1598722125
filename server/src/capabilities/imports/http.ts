import { imports as contract, IMPORT_MAX_BYTES, IMPORT_MAX_ROWS } from '@xlb/shared/imports/contract.ts'
import { reaches } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { AppError } from '#platform/errors.ts'
import { bind, bindOnce, type Route } from '#platform/http/bind.ts'
import { cancelImport } from './acts/cancel-import.ts'
import { confirmImport } from './acts/confirm-import.ts'
import { listProblems } from './acts/list-problems.ts'
import { loadImport, loadOwnImport } from './acts/load-import.ts'
import { loadUnit, receiveFile } from './acts/receive-file.ts'
import { importRows, type ImportRow } from './data/imports.ts'
import { columnsOf, templateCsv } from './domain/columns.ts'
import { readRoles } from './policy.ts'
import { presentImports } from './present.ts'

const newest = newestFirst<ImportRow>('imports.list', 'receivedAt')

const allowed = (): void => undefined

async function presentOne(ctx: StaffCtx, importId: string) {
  const [view] = await presentImports(ctx, [await loadImport(ctx, importId)])
  if (view === undefined) throw new AppError('not-found')
  return view
}

/** The county for those who reach it, else the one school where the officer teaches. */
async function listedUnit(ctx: StaffCtx, wished: string | undefined): Promise<string> {
  const all = await reaches(ctx, ctx.staff, readRoles, ctx.tenant)
  const unit = wished ?? (all ? ctx.tenant : (ctx.staff.held.find(({ role }) => role === 'teacher')?.unitCode ?? ''))
  if (!(await reaches(ctx, ctx.staff, readRoles, unit))) throw new AppError('out-of-scope')
  return unit
}

export const importRoutes: readonly Route[] = [
  bindOnce(contract.upload, {
    load: (ctx, { query }) => loadUnit(ctx, query),
    authorise: allowed,
    act: (ctx, unit, { query, raw }) =>
      receiveFile(ctx, unit, query, { file: raw.file, type: raw.header('content-type').toLowerCase() }),
    present: presentOne,
  }),
  bind(contract.list, {
    async handle(ctx, { query }) {
      const unit = await listedUnit(ctx, query.unit)
      const { filter, options } = newest.read(query)
      const of = unit === ctx.tenant ? {} : { unitCode: unit }
      const { rows, next } = newest.page(await importRows.find(ctx, { ...of, ...filter }, options), query)
      return { items: await presentImports(ctx, rows), next }
    },
  }),
  bind(contract.show, { handle: (ctx, { params }) => presentOne(ctx, params.importId) }),
  bind(contract.problems, {
    async handle(ctx, { params, query }) {
      const { _id } = await loadImport(ctx, params.importId)
      return await listProblems(ctx, _id, query)
    },
  }),
  bindOnce(contract.confirm, {
    load: (ctx, { params }) => loadOwnImport(ctx, params.importId),
    authorise: allowed,
    act: confirmImport,
    present: presentOne,
  }),
  bindOnce(contract.cancel, {
    load: (ctx, { params }) => loadOwnImport(ctx, params.importId),
    authorise: allowed,
    act: cancelImport,
    present: presentOne,
  }),
  bind(contract.template, {
    handle: (_ctx, { params: { kind } }) =>
      Promise.resolve({
        columns: columnsOf[kind].map(({ titles: [title], required, hint }) => ({ title, required, hint })),
        csv: templateCsv(kind),
        maxRows: IMPORT_MAX_ROWS,
        maxBytes: IMPORT_MAX_BYTES,
      }),
  }),
]
