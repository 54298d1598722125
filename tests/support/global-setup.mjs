/** One replica set for the whole run; each worker keeps to databases whose names begin with its own number. */
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { startEngine } from '../../scripts/engine.mjs'
import { scratchRoot, sweepScratch } from './scratch.mjs'

/**
 * Suites drop databases of hundreds of files each. A mongod that keeps dropped data for its usual five minutes, and idle files open for ten, runs out of open
 * files in the middle of the run. Half a minute is long enough for a backup of one moment.
 */
const parameters = { minSnapshotHistoryWindowInSeconds: 30, wiredTigerFileHandleCloseIdleTime: 30 }

export default async function setup() {
  sweepScratch()
  const dbPath = await mkdtemp(join(scratchRoot(), 'xlb-test-'))
  const log = (/** @type {string} */ sentence) => process.stderr.write(`${sentence}\n`)
  const engine = await startEngine({ port: 0, dbPath, log, parameters })
  process.env.MONGO_URL = engine.uri
  globalThis.__xlbEngine = { stop: engine.stop, dbPath }
}
