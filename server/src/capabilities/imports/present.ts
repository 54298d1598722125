import type { ImportView } from '@xlb/shared/imports/contract.ts'
import { fileFaultWords } from '@xlb/shared/imports/messages.zh-CN.ts'
import type { StaffCtx } from '#platform/context.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { unitByCode } from '../organisations/index.ts'
import { mayUpload } from './acts/load-import.ts'
import { importRows, type ImportRow } from './data/imports.ts'
import { importRuns, runId, type RunRow, type Step } from './data/runs.ts'
import { mayCancel, mayConfirm, uploadRoles } from './policy.ts'

const STEPS: Readonly<Partial<Record<ImportRow['state'], Step>>> = { CHECKING: 'check', APPLYING: 'apply' }

/** One command when one of them is being worked at, none otherwise. */
export async function presentImports(ctx: StaffCtx, rows: readonly ImportRow[]): Promise<ImportView[]> {
  const running = rows.flatMap(({ _id, state }) => {
    const step = STEPS[state]
    return step === undefined ? [] : [runId(_id, step)]
  })
  const runs = running.length === 0 ? [] : await importRuns.find(ctx, { _id: { $in: running } }, { hint: 'id' })
  const byId = new Map(runs.map((run) => [run._id, run]))
  return await Promise.all(
    rows.map((row) => {
      const step = STEPS[row.state]
      return presentImport(ctx, row, step === undefined ? undefined : byId.get(runId(row._id, step)))
    }),
  )
}

async function presentImport(ctx: StaffCtx, row: ImportRow, run: RunRow | undefined): Promise<ImportView> {
  const mine = await mayUpload(ctx, uploadRoles[row.kind], row.unitCode)
  return {
    id: row._id,
    kind: row.kind,
    name: openSealed(importRows, row, 'label', row.labelSealed),
    unitCode: row.unitCode,
    unitName: (await unitByCode(ctx, row.unitCode))?.name ?? row.unitCode,
    format: row.format,
    bytes: row.bytes,
    state: row.state,
    uploadedAt: row.receivedAt,
    progress: run === undefined ? null : { step: run.step, percent: run.percent, rows: run.rows },
    found: row.found,
    written: row.written,
    fault: row.fault === null ? null : { code: row.fault, message: fileFaultWords[row.fault] },
    approvalId: row.approvalId,
    expiresAt: row.expiresAt === undefined ? null : new Date(row.expiresAt).toISOString(),
    can: { confirm: mine && mayConfirm(row), cancel: mine && mayCancel(row) },
  }
}
