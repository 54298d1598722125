import { operations } from '@xlb/shared/operations/contract.ts'
import { alarmRows, type AlarmRow } from '#platform/alarms/alarms.ts'
import { readAgain } from '#platform/approvals/rows.ts'
import type { StaffCtx } from '#platform/context.ts'
import { newestFirst } from '#platform/db/paging.ts'
import type { House } from '#platform/house.ts'
import { bind, bindOnce, type Route } from '#platform/http/bind.ts'
import { allSettings } from '#platform/settings/settings.ts'
import { findSetting, proposeSetting } from './acts/change-setting.ts'
import { listRetention } from './acts/list-retention.ts'
import { loadAlarm, moveAlarm } from './acts/move-alarm.ts'
import { presentAlarm, presentSetting } from './present.ts'

const byTime = {
  standing: newestFirst<AlarmRow>('operations.alarms.standing', 'lastAt'),
  done: newestFirst<AlarmRow>('operations.alarms.done', 'lastAt'),
}

const allowed = (): void => undefined
const showAlarm = async (ctx: StaffCtx, id: string) => presentAlarm(await loadAlarm(ctx, id))

/** The table of retention comes with the house. */
export function operationRoutes(house: () => House): readonly Route[] {
  return [
    bind(operations.alarms, {
      async handle(ctx, { query }) {
        const order = byTime[query.show ?? 'standing']
        const { filter, options } = order.read(query)
        const found = await alarmRows.find(ctx, { standing: query.show !== 'done', ...filter }, options)
        const { rows, next } = order.page(found, query)
        return { items: rows.map(presentAlarm), next }
      },
    }),
    bindOnce(operations.seeAlarm, {
      load: (ctx, { params }) => loadAlarm(ctx, params.alarmId),
      authorise: allowed,
      act: (ctx, row) => moveAlarm(ctx, row, 'see'),
      present: showAlarm,
    }),
    bindOnce(operations.finishAlarm, {
      load: (ctx, { params }) => loadAlarm(ctx, params.alarmId),
      authorise: allowed,
      act: (ctx, row) => moveAlarm(ctx, row, 'finish'),
      present: showAlarm,
    }),
    bind(operations.settings, {
      handle: async (ctx) => ({
        items: await Promise.all(allSettings().map((setting) => presentSetting(ctx, setting))),
      }),
    }),
    bindOnce(operations.changeSetting, {
      load: (_ctx, { params }) => Promise.resolve(findSetting(params.key)),
      authorise: allowed,
      act: (ctx, setting, { body }) => proposeSetting(ctx, setting, body.value),
      async present(ctx, approvalId) {
        const { recordId } = await readAgain(ctx, { _id: approvalId })
        return { approvalId, setting: await presentSetting(ctx, findSetting(recordId)) }
      },
    }),
    bind(operations.retention, {
      handle: async (ctx) => ({ items: await listRetention(ctx, house()) }),
    }),
  ]
}
