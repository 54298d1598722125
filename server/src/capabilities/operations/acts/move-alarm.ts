/** An officer saw an alarm, or is done with it. */
import { alarmTable, type AlarmEvent } from '@xlb/shared/operations/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import { alarmRows, type AlarmRow } from '#platform/alarms/alarms.ts'
import type { StaffCtx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'

export async function loadAlarm(ctx: StaffCtx, alarmId: string): Promise<AlarmRow> {
  const row = await alarmRows.findOne(ctx, { _id: alarmId })
  if (row === null) throw notFound()
  return row
}

/** Answers the alarm's id; seeing it twice changes nothing. @throws AppError `alarm-done` */
export async function moveAlarm(ctx: StaffCtx, row: AlarmRow, event: AlarmEvent): Promise<string> {
  if (event === 'see' && row.state === 'SEEN') return row._id
  const state = nextState(alarmTable, row.state, event)
  if (state === null) throw new AppError('alarm-done')
  const by = ctx.staff.staffId
  const set = event === 'see' ? { seenBy: by } : { standing: false, doneBy: by, doneAt: ctx.clock.instant() }
  const moved = await moveRecord(ctx, alarmRows, row, { state, set }, { act: `alarms.${event}`, note: { state } })
  // It happened once more meanwhile, or a colleague was faster.
  return moved === null ? await moveAlarm(ctx, await loadAlarm(ctx, row._id), event) : moved._id
}
