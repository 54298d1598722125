/** The second person: one officer proposes to write the good rows, another one agrees, and only then the worker begins. */
import type { ApprovalKind } from '#platform/approvals/kind.ts'
import { propose } from '#platform/approvals/approvals.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { importKindWords } from '@xlb/shared/imports/messages.zh-CN.ts'
import { importRows, type ImportRow } from '../data/imports.ts'
import { mayConfirm } from '../policy.ts'
import { moveImport } from './move-import.ts'

const KIND = 'imports.confirm'
/** A weekend may lie between the two officers; the file waits no longer than its seven days. */
const LAPSES_AFTER_HOURS = 96

/** Proposing twice is one proposal. */
export async function confirmImport(ctx: StaffCtx, row: ImportRow): Promise<string> {
  if (row.approvalId !== null) return row._id
  if (!mayConfirm(row)) throw refusalOf(row)
  const { rows, good, bad, known } = row.found
  const { _id: recordId, unitCode, kind } = row
  const approval = await propose(ctx, KIND, {
    recordId,
    unitCode,
    personIds: [],
    data: { kind, rows, good, bad, known },
  })
  const deed = { act: 'imports.propose', note: { approval: approval._id } }
  const moved = await moveRecord(ctx, importRows, row, { set: { approvalId: approval._id } }, deed)
  if (moved === null) throw new AppError('changed-meanwhile')
  return row._id
}

function refusalOf({ state, found }: ImportRow): AppError {
  if (state === 'RECEIVED' || state === 'CHECKING') return new AppError('import-not-checked')
  return new AppError(state === 'CHECKED' && found.good === 0 ? 'import-nothing-good' : 'import-over')
}

async function importOf(ctx: Ctx, importId: string): Promise<ImportRow> {
  const row = await importRows.findOne(ctx, { _id: importId })
  if (row === null) throw notFound()
  return row
}

export const confirmKind: ApprovalKind = {
  name: KIND,
  title: '导入名单',
  proposeRoles: ['tenant-admin', 'teacher'],
  approveRoles: ['security-admin', 'duty-officer'],
  lapsesAfterHours: LAPSES_AFTER_HOURS,
  emergency: false,
  async apply(ctx, { recordId }, decidedBy) {
    const row = await importOf(ctx, recordId)
    if (row.state === 'CHECKED') {
      if ((await moveImport(ctx, row, 'confirm', { decidedBy, work: 'apply' })) === null)
        throw new AppError('changed-meanwhile')
    } else if (row.state === 'CANCELLED') throw new AppError('import-over')
  },
  async drop(ctx, { id, recordId }) {
    const row = await importOf(ctx, recordId)
    if (row.state !== 'CHECKED' || row.approvalId !== id) return
    const deed = { act: 'imports.not-agreed', note: { approval: id } }
    if ((await moveRecord(ctx, importRows, row, { set: { approvalId: null } }, deed)) === null)
      throw new AppError('changed-meanwhile')
  },
  async describe(ctx, { recordId }) {
    const { kind, found } = await importOf(ctx, recordId)
    return [
      { label: '名单', value: importKindWords[kind] },
      { label: '要导入', value: `${String(found.good)} 行，其中 ${String(found.known)} 行已经登记` },
      { label: '有问题、不导入', value: `${String(found.bad)} 行` },
    ]
  },
}
