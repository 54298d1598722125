/** The listening socket: limits on slow and broken requests, and an end that nobody notices. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** After `/readyz` says no, requests are still answered for this long, each with `Connection: close`: a kept connection is never cut between two. */
const LAST_CALL_MS = 500
const MOST_RUNNING_MS = 8_000
/** Longer than a proxy keeps a connection on which nothing comes: it never writes into one that we just ended. */
export const KEEP_ALIVE_MS = 65_000

export interface Listening {
  readonly port: number
  /** Finishes what runs (8 s at most) and closes. */
  stop(): Promise<void>
}

export interface Listen {
  readonly host: string
  readonly port: number
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
}

/** @throws the system's error, `EADDRINUSE` for a taken port */
export async function listen({ host, port, handle }: Listen): Promise<Listening> {
  const running = new Set<ServerResponse>()
  const state = { ending: false }
  const limits = {
    // Long enough for a file over a weak line; bodies have 10 s and files no pause above 15 s (body.ts).
    requestTimeout: 180_000,
    headersTimeout: 10_000,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: 2_000,
  }
  const server = createServer(limits, (request, response) => {
    running.add(response)
    response.once('close', () => running.delete(response))
    if (state.ending) response.setHeader('Connection', 'close')
    handle(request, response)
  })
  server.on('clientError', refuse)
  await opened(server, host, port)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async stop() {
      state.ending = true
      for (const response of running) if (!response.headersSent) response.setHeader('Connection', 'close')
      await sleep(LAST_CALL_MS)
      await closed(server)
    },
  }
}

async function opened(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

async function closed(server: Server): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections()
  }, MOST_RUNNING_MS)
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeIdleConnections()
  })
  clearTimeout(cut)
}

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What is not HTTP is answered by the socket itself, without a word of explanation. */
function refuse(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  socket.end(
    `HTTP/1.1 ${STATUS[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}
