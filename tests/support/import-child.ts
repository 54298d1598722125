/** A worker that does nothing but imports: checks and applies what waits, once. `XLB_CRASH_AT` tells where it is killed. */
import { openHouse } from '../../server/src/context.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'

const { house, close } = await openHouse({ env: process.env })
const failures = await runJobsOnce(house, ['check-imports', 'apply-imports'], 1)
const metrics = await house.metrics.registry.metrics()
await close()
process.stdout.write(`${metrics}\n${String(failures)} failures\n`)
process.exit(failures === 0 ? 0 : 1)
