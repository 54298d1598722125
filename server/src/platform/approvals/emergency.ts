/** Acts that could not wait: how long they may stand without a second officer, and who hears of it when nobody agreed in time. */
import { raiseAlarm } from '../alarms/alarms.ts'
import type { Ctx } from '../context.ts'
import { defineSetting, settingOf } from '../settings/settings.ts'
import type { ApprovalRow } from './rows.ts'

const minutes = defineSetting({
  key: 'approvals.emergency-minutes',
  title: '紧急情况先办后批的时限',
  unit: '分钟',
  fallback: 30,
  min: 5,
  max: 240,
  source: '本县窗口工作规范：紧急情况可先办理，30 分钟内补批',
})

export async function emergencyMinutes(ctx: Ctx): Promise<number> {
  return await settingOf(ctx, minutes)
}

/** Once for an approval, however often it is told. */
export async function reportOverdue(ctx: Ctx, row: ApprovalRow): Promise<void> {
  await raiseAlarm(ctx, {
    kind: 'approval-overdue',
    recordId: row._id,
    data: { approval: row.kind, unitCode: row.unitCode },
  })
}

/** What two officers agreed to cannot be done, try after try. */
export async function reportStuck(ctx: Ctx, row: ApprovalRow): Promise<void> {
  await raiseAlarm(ctx, { kind: 'approval-stuck', recordId: row._id, data: { approval: row.kind, tries: row.tries } })
}
