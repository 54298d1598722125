/** `npm run world`: reads its settings from the environment, says in one JSON line when it is ready, stops on SIGTERM or SIGINT. */
import { createClock } from './clock.ts'
import { startWorld } from './world.ts'

function portFrom(text: string | undefined): number {
  const port = Number(text ?? '8081')
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new RangeError(`WORLD_PORT is no port: ${String(text)}`)
}

try {
  const { WORLD_PORT, WORLD_DIR = '.data/world', WORLD_FRAME_ORIGINS = '', XLB_CLOCK_FILE } = process.env
  const frameOrigins = WORLD_FRAME_ORIGINS.split(',').filter((origin) => origin !== '')
  const world = await startWorld({
    port: portFrom(WORLD_PORT),
    dir: WORLD_DIR,
    clock: createClock(XLB_CLOCK_FILE),
    frameOrigins,
  })
  const stop = (): void => {
    void world.stop().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.stdout.write(`${JSON.stringify({ ready: true, port: world.port, url: world.url })}\n`)
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`The world could not start: ${reason}\n`)
  process.exit(1)
}
