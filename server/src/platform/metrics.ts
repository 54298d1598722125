/** Counters for the operator, served on a port of their own on the loopback address. Labels name routes and outcomes, never people. */
import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly registry: Registry
  readonly requests: Histogram<'route' | 'status'>
  readonly jobs: Histogram<'job' | 'outcome'>
  readonly events: Counter<'name'>
  readonly oldKeyRows: Gauge<'collection' | 'tenant'>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new Histogram({
      name: 'xlb_request_seconds',
      help: 'Time from a request to its answer, by route and status',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 5],
      registers: [registry],
    }),
    jobs: new Histogram({
      name: 'xlb_job_seconds',
      help: 'Time of one run of a job for one county, by job and outcome',
      labelNames: ['job', 'outcome'],
      buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120],
      registers: [registry],
    }),
    events: new Counter({
      name: 'xlb_events_total',
      help: 'Things an operator wants to know of, by name',
      labelNames: ['name'],
      registers: [registry],
    }),
    oldKeyRows: new Gauge({
      name: 'xlb_rows_under_old_keys',
      help: 'Sealed rows whose key is not the first one any more, counted to 100,000; 0: the old key may be retired',
      labelNames: ['collection', 'tenant'],
      registers: [registry],
    }),
  }
}

export async function serveMetrics(metrics: Metrics, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    void metrics.registry.metrics().then((text) => {
      response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}
