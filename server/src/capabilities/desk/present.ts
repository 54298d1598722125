import type { DeskCaseRowView, DeskCaseView } from '@xlb/shared/desk/contract.ts'
import type { StaffCtx } from '#platform/context.ts'
import { unitByCode } from '../organisations/index.ts'
import type { DeskCaseRow } from './data/desk-cases.ts'

/** Costs no command. */
export async function presentCaseRow(ctx: StaffCtx, row: DeskCaseRow): Promise<DeskCaseRowView> {
  return {
    id: row._id,
    caseNo: row.caseNo,
    unitCode: row.unitCode,
    unitName: (await unitByCode(ctx, row.unitCode))?.name ?? row.unitCode,
    kind: row.kind,
    state: row.state,
    tied: row.personId !== null,
    openedBy: row.openedBy,
    openedAt: row.openedAt,
    closesAt: row.closesAt,
  }
}

export async function presentCase(ctx: StaffCtx, row: DeskCaseRow): Promise<DeskCaseView> {
  return {
    ...(await presentCaseRow(ctx, row)),
    personId: row.personId,
    outcome: row.outcome,
    closedAt: row.closedAt,
    can: { close: row.state === 'OPEN' },
  }
}
