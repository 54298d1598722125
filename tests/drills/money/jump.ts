/**
 * Hours of everybody's clock at once. Processes read the common clock some five times a second, so that a call under way in the very moment would be
 * refused for its old time stamp and tried again much later: the jump waits until nothing is under way, and whoever jumped waits until all have seen it.
 */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { until } from '../restore/people.ts'

/** Five times what a process takes to see it, for a machine that has much else to do. */
const SEEN_MS = 1_500

export async function jump(stage: Stage, byMs: number): Promise<void> {
  await until(() => isQuiet(stage), 10_000)
  await stage.advance(Math.max(0, byMs))
  await new Promise((resolve) => setTimeout(resolve, SEEN_MS))
}

/** To a time of day, `HH:MM` at +08:00. */
export async function jumpTo(stage: Stage, day: string, time: string): Promise<void> {
  await jump(stage, Date.parse(`${day}T${time}:00+08:00`) - (await stage.now()))
}

export async function tomorrowOf(stage: Stage): Promise<string> {
  return addDays(dayOf(await stage.now()), 1)
}

async function isQuiet(stage: Stage): Promise<boolean> {
  const due = { $gt: 0, $lte: (await stage.now()) + SEEN_MS }
  const counts = await Promise.all([
    stage.db.orders.countDocuments({ $or: [{ nextAskAt: due }, { nextStepAt: due }] }),
    stage.db.refunds.countDocuments({ nextTryAt: due }),
  ])
  return counts.every((count) => count === 0)
}
