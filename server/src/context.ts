/** The composition root: configuration → database that proved itself → house. Every runner starts here, tests included. */
import type { Logger } from 'pino'
import { capabilities as all } from './capabilities/registry.ts'
import '#platform/audit/restores.ts' // declares its records: every process must know them
import type { Capability } from '#platform/capability.ts'
import { fileClock, systemClock, type Clock } from '#platform/clock.ts'
import { readConfig, type Config } from '#platform/config/config.ts'
import { connectDatabase, disconnectDatabase } from '#platform/db/connection.ts'
import { refuseHalfRestored } from '#platform/db/copy.ts'
import { proveEngine } from '#platform/db/proof.ts'
import { buildHouse, type House } from '#platform/house.ts'
import { createLog, gatheredOutput } from '#platform/log.ts'
import { createMetrics } from '#platform/metrics.ts'

export interface Opening {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly capabilities?: readonly Capability[]
  readonly clock?: Clock
  readonly log?: Logger
  /** Commands can be counted (`countCommands`): everywhere but in production, unless it is asked for. */
  readonly counted?: boolean
  /** For the restore itself: a database whose restore did not end is opened too. */
  readonly halfRestored?: boolean
}

export interface Opened {
  readonly house: House
  readonly close: () => Promise<void>
}

export async function openHouse(opening: Opening): Promise<Opened> {
  const config = readConfig(opening.env)
  const isProduction = config.environment.NODE_ENV === 'production'
  const log = opening.log ?? createLog(config.environment.LOG_LEVEL, isProduction ? gatheredOutput() : undefined)
  await connectDatabase(config.environment.MONGODB_URI, opening.counted ?? !isProduction)
  const engine = await proveEngine()
  if (opening.halfRestored !== true) await refuseHalfRestored()
  log.info({ engine: 'MongoDB', version: engine.version, replicaSet: engine.replicaSet }, 'the engine proved itself')
  const house = buildHouse({
    config,
    log,
    clock: opening.clock ?? clockOf(config),
    metrics: createMetrics(),
    capabilities: opening.capabilities ?? all,
  })
  return { house, close: disconnectDatabase }
}

function clockOf(config: Config): Clock {
  const file = config.environment.XLB_CLOCK_FILE
  return file === '' ? systemClock : fileClock(file)
}
