/** The API server: answers requests, and nothing else. */
import { openHouse } from './context.ts'
import { createApp } from '#platform/http/app.ts'
import { listen } from '#platform/http/server.ts'
import { serveMetrics } from '#platform/metrics.ts'
import { run, sayReady } from '#platform/runner.ts'

run('接口', async () => {
  const { house, close } = await openHouse({ env: process.env })
  const { PORT, LISTEN_HOST, METRICS_PORT } = house.config.environment
  const app = createApp(house)
  const handle = app.koa.callback()
  const server = await listen({
    host: LISTEN_HOST,
    port: PORT,
    handle: (request, response) => void handle(request, response),
  })
  const metrics = await serveMetrics(house.metrics, METRICS_PORT)
  sayReady({ port: server.port })
  return async () => {
    app.drain()
    await server.stop()
    metrics.close()
    await close()
  }
})
