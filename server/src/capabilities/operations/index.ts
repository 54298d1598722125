/**
 * operations: the operator's inbox of alarms, the county's numbers, and how long things are kept. Promises that a number holds only after a second person
 * of another administration agreed, and that alarms hold no personal data.
 */
import type { Capability } from '#platform/capability.ts'
import type { House } from '#platform/house.ts'
import { settingOfRule } from '#platform/retention/keep-retention.ts'
import { rulesOf } from '#platform/retention/rules.ts'
import { forgetSettings } from '#platform/settings/settings.ts'
import { changeSettingKind } from './acts/change-setting.ts'
import { operationRoutes } from './http.ts'
import { alarmSubscribers } from './subscribers/raise-alarms.ts'

let known: House | null = null

function house(): House {
  if (known === null) throw new Error('the retention table was asked for before the house was built')
  return known
}

export const operations: Capability = {
  name: 'operations',
  routes: operationRoutes(house),
  start(built) {
    known = built
    forgetSettings()
    rulesOf(built).forEach(settingOfRule)
  },
  subscribers: alarmSubscribers,
  approvals: [changeSettingKind],
}
