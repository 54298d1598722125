/** The operator's three-way match over every day on which money moved, when the statements of all of them are there. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import type { Verified } from '../kill-payment/run.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { until } from '../restore/people.ts'
import { jumpTo } from './jump.ts'

const READ_MS = 20_000

/** One for each day. `rows` counts what was compared; all clocks stand at ten past ten of the day after the last one. */
export async function reconcileDays(stage: Stage, log: (sentence: string) => void): Promise<Verified[]> {
  const days = await daysOf(stage)
  const last = days.at(-1)
  if (last === undefined) return []
  if (dayOf(await stage.now()) <= last) await jumpTo(stage, addDays(last, 1), '10:10')
  await readPower(stage)
  const found: Verified[] = []
  for (const day of days) {
    const { output } = await stage.operate(['reconcile', '--day', day])
    const told = /(\d+) rows checked, (\d+) differences/.exec(output)
    const one = { rows: Number(told?.[1] ?? 0), differences: Number(told?.[2] ?? -1), output: output.trim() }
    log(`npm run reconcile -- --day ${day}: ${String(one.rows)} rows checked, ${String(one.differences)} differences`)
    found.push({ command: `npm run reconcile -- --day ${day}`, ...one })
  }
  return found
}

/** Local days on which money came, was credited, or went back. */
async function daysOf(stage: Stage): Promise<string[]> {
  const instants: unknown[] = [
    ...(await stage.db.orders.distinct('receivedAt')),
    ...(await stage.db.orders.distinct('creditedAt')),
    ...(await stage.db.refunds.distinct('acceptedAt')),
  ]
  const days = instants.flatMap((one) => (typeof one === 'string' && one !== '' ? [dayOf(Date.parse(one))] : []))
  return [...new Set(days)].sort()
}

/** Electricity's list of a day is what the files said that were read since. */
async function readPower(stage: Stage): Promise<void> {
  const feeds = stage.raw.collection<{ readonly utility: string; readonly readAt: string }>('utilityFeeds')
  const since = new Date(await stage.now()).toISOString()
  await stage.nudge('read-power-files')
  const isRead = async () => (await feeds.countDocuments({ utility: 'electricity', readAt: { $lt: since } })) === 0
  await until(isRead, READ_MS)
}

/** Each day compares something, and all of them together find what was left on purpose and nothing else. */
export function reconcileFaults(days: readonly Verified[], held: number): string[] {
  const differences = days.reduce((sum, one) => sum + one.differences, 0)
  const silent = days.filter(({ rows, differences: found }) => rows === 0 || found < 0)
  const wrong = differences === held ? [] : days.filter((one) => one.differences !== 0)
  return [
    ...(days.length === 0 ? ['no day was matched'] : []),
    ...[...new Set([...silent, ...wrong])].map(({ command, output }) => `${command}: ${output}`),
    ...(differences === held ? [] : [`${String(differences)} differences, ${String(held)} were left on purpose`]),
  ]
}
