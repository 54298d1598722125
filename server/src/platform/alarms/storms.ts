/** One refused request is nothing; so many within a minute is somebody trying. Counted in memory: refusing costs no write. */
import { tenantsOf } from '../config/config.ts'
import type { House } from '../house.ts'
import { raiseAlarmSeldom } from './alarms.ts'

const MANY = 20
const WINDOW_MS = 60_000

interface Window {
  readonly until: number
  count: number
}
const windows = new Map<string, Window>()

/** Tells the operators of every county when it happened twenty times within a minute, once a minute at most. */
export function noteStorm(house: House, kind: string): void {
  const now = performance.now()
  const standing = windows.get(kind)
  const window = standing === undefined || standing.until <= now ? { until: now + WINDOW_MS, count: 0 } : standing
  windows.set(kind, window)
  window.count += 1
  if (window.count === MANY) alarmEverywhere(house, kind)
}

/** Something of the whole installation: the operators of all its counties hear of it. */
export function alarmEverywhere(house: Pick<House, 'config' | 'systemCtx'>, kind: string): void {
  for (const tenant of tenantsOf(house.config))
    void raiseAlarmSeldom(house.systemCtx(tenant, 'house'), { kind, recordId: 'house' })
}
