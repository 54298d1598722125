import type { DeskCaseKind } from '@xlb/shared/desk/contract.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { refuseOutOfScope, refuseOwnMatter, unitsAbove } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { createRecord } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { defineSetting, settingOf } from '#platform/settings/settings.ts'
import { deskCases, deskDays } from '../data/desk-cases.ts'
import { caseNoOf } from '../domain/case-no.ts'
import { DESK_ROLES } from '../policy.ts'

const DAY_MS = 86_400_000

const openDays = defineSetting({
  key: 'desk.open-days',
  title: '窗口事项自动办结的天数',
  unit: '天',
  fallback: 30,
  min: 1,
  max: 180,
  source: '本县窗口工作规范：事项长期未办结的，自动办结，需要时另开',
})

export interface Opening {
  readonly unitCode: string
  readonly kind: DeskCaseKind
  readonly personId: string | null
}

export async function refuseOpening(ctx: StaffCtx, { unitCode, personId }: Opening): Promise<void> {
  await refuseOutOfScope(ctx, DESK_ROLES, unitCode)
  if (personId !== null) await refuseOwnMatter(ctx, [personId])
}

export async function openCase(ctx: StaffCtx, { unitCode, kind, personId }: Opening): Promise<string> {
  const now = ctx.clock.now()
  const closeAt = now + (await settingOf(ctx, openDays)) * DAY_MS
  const day = dayOf(now)
  const row = {
    _id: newId('dsk'),
    tenant: ctx.tenant,
    state: 'OPEN' as const,
    caseNo: caseNoOf(day, await nextOf(ctx, day)),
    unitCode,
    above: await unitsAbove(ctx, unitCode),
    kind,
    personId,
    openedBy: ctx.staff.staffId,
    openedAt: new Date(now).toISOString(),
    closeAt,
    closesAt: new Date(closeAt).toISOString(),
    outcome: null,
    closedBy: null,
    closedAt: null,
  }
  const note = { caseNo: row.caseNo, unitCode, kind, tied: personId !== null }
  return (await createRecord(ctx, deskCases, row, { act: 'desk.open', note }))._id
}

/** One guarded step of the county's counter; a number that was drawn and not used leaves a gap. */
async function nextOf(ctx: StaffCtx, day: string): Promise<number> {
  const drawn = await deskDays.update(ctx, { day }, { $inc: { last: 1 } })
  if (drawn !== null) return drawn.last
  await deskDays.insertMissing(ctx, [{ _id: newId('pnd'), tenant: ctx.tenant, day, last: 0 }])
  return await nextOf(ctx, day)
}
