/** A process of the tests' house: relays everything pending once, or says why not. `XLB_CRASH_AT` and `XLB_PAUSE_AT` tell where it suffers. */
import { openHouse } from '../../server/src/context.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import './platform-notes.ts'

const { house, close } = await openHouse({ env: process.env, capabilities: [] })
const failures = await runJobsOnce(house, [])
await close()
process.stdout.write(`${String(failures)} failures\n`)
process.exit(failures === 0 ? 0 : 1)
