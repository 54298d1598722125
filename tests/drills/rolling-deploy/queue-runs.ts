/** How often a worker went through the outbox, by its own metrics. */
import type { Beside } from '../money/beside.ts'

export async function queueRuns({ metrics }: Pick<Beside, 'metrics'>): Promise<number> {
  const text = await (await fetch(metrics)).text()
  const counts = text.matchAll(/^xlb_job_seconds_count\{([^}]*)\} (\d+)/gm)
  return [...counts]
    .filter(([, labels = '']) => labels.includes('job="dispatch-outbox"') && labels.includes('outcome="done"'))
    .reduce((sum, [, , count = '0']) => sum + Number(count), 0)
}
