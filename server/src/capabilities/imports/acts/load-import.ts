import type { Role } from '@xlb/shared/platform/roles.ts'
import { reaches } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { importRows, type ImportRow } from '../data/imports.ts'
import { readRoles, uploadRoles } from '../policy.ts'

/** For whoever may see it; one outside an officer's reach is like an unknown id. */
export async function loadImport(ctx: StaffCtx, importId: string): Promise<ImportRow> {
  const row = await importRows.findOne(ctx, { _id: importId })
  if (row === null || !(await reaches(ctx, ctx.staff, readRoles, row.unitCode))) throw notFound()
  return row
}

/** For whoever may upload one of its kind. */
export async function loadOwnImport(ctx: StaffCtx, importId: string): Promise<ImportRow> {
  const row = await loadImport(ctx, importId)
  if (!(await mayUpload(ctx, uploadRoles[row.kind], row.unitCode))) throw new AppError('out-of-scope')
  return row
}

export async function mayUpload(ctx: StaffCtx, roles: readonly Role[], unitCode: string): Promise<boolean> {
  return await reaches(ctx, ctx.staff, roles, unitCode)
}
