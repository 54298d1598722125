/** What every arm does: serve on a free port of the loopback, count its requests, and say at each mark how much CPU it has used. */
import { PerformanceObserver } from 'node:perf_hooks'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface Mark {
  /** Microseconds of user and system time of this process since it began. */
  readonly cpu: number
  /** The part of it outside the kernel. */
  readonly user: number
  readonly requests: number
  /** Bytes of the heap in use, and how often it was collected. */
  readonly heap: number
  readonly collections: number
}

export type Told = { readonly ready: number } | { readonly mark: Mark } | { readonly said: unknown }

/** `answer` is asked for anything else the bench wants to know, by name. */
export function serveArm(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  answer?: (asked: unknown) => Promise<unknown>,
): void {
  let requests = 0
  let collections = 0
  new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ['gc'] })
  const server = createServer((request, response) => {
    requests += 1
    handle(request, response)
  })
  const tell = (told: Told): void => {
    process.send?.(told)
  }
  process.on('message', (asked) => {
    if (asked === 'mark') {
      const { user, system } = process.cpuUsage()
      const heap = process.memoryUsage().heapUsed
      tell({ mark: { cpu: user + system, user, requests, heap, collections } })
    } else void answer?.(asked).then((said) => tell({ said }))
  })
  process.on('disconnect', () => process.exit(0))
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) tell({ ready: address.port })
  })
}
