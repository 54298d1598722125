/** The worker: the timetable, the relay, the subscribers. As many as needed may run side by side. */
import { openHouse } from './context.ts'
import { startTimetable } from '#platform/jobs/timetable.ts'
import { serveMetrics } from '#platform/metrics.ts'
import { run, sayReady } from '#platform/runner.ts'

/** Beside the API on one machine, where nobody gave each its own. */
const METRICS_PORT = '8084'

run('后台任务', async () => {
  const { house, close } = await openHouse({ env: { METRICS_PORT, ...process.env } })
  const metrics = await serveMetrics(house.metrics, house.config.environment.METRICS_PORT)
  const timetable = await startTimetable(house)
  sayReady({})
  return async () => {
    metrics.close()
    await timetable.stop()
    await close()
  }
})
