import { alarmWords } from '@xlb/shared/operations/alarms.zh-CN.ts'
import type { AlarmView, SettingView } from '@xlb/shared/operations/contract.ts'
import { alarmTable } from '@xlb/shared/operations/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { AlarmRow } from '#platform/alarms/alarms.ts'
import type { StaffCtx } from '#platform/context.ts'
import { settingOf, type Setting } from '#platform/settings/settings.ts'

export function presentAlarm(row: AlarmRow): AlarmView {
  const { kind, state, recordId, data, count, firstAt, lastAt, seenBy, doneBy, doneAt } = row
  const words = alarmWords[kind] ?? { title: kind, todo: '' }
  const may = (event: 'see' | 'finish'): boolean => nextState(alarmTable, state, event) !== null
  return {
    ...{ id: row._id, kind, ...words, state, recordId, data: { ...data }, count },
    ...{ firstAt, lastAt, seenBy, doneBy, doneAt },
    can: { see: may('see'), finish: may('finish') },
  }
}

/** Costs no command while the county's numbers are in memory. */
export async function presentSetting(ctx: StaffCtx, setting: Setting): Promise<SettingView> {
  const { key, title, unit, fallback, min, max, source } = setting
  const value = await settingOf(ctx, setting)
  const change = ctx.staff.held.some(({ role }) => role === 'tenant-admin')
  return { key, title, unit, value, default: fallback, min, max, source, can: { change } }
}
