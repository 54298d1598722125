/** What stands in front of several API processes: a connection goes to the first that is ready, and where that one refuses it, to the next. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

const LOOK_EVERY_MS = 100

export interface Front {
  /** From now on these, in this order. */
  serve(urls: readonly string[]): Promise<void>
  /** Connections that were refused by one and taken by the next. */
  readonly handedOn: number
  close(): Promise<void>
}

export async function openFront(port: number): Promise<Front> {
  const state: { urls: readonly string[]; ready: readonly string[]; handedOn: number } = {
    urls: [],
    ready: [],
    handedOn: 0,
  }
  const open = new Set<Socket>()

  function keep(socket: Socket): void {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  /** The ready ones first; the others are better than nothing. */
  const inTurn = (): string[] => [...state.ready, ...state.urls.filter((url) => !state.ready.includes(url))]

  function reach(client: Socket, [url, ...others]: readonly string[]): void {
    if (url === undefined) {
      client.destroy()
      return
    }
    const { hostname, port: at } = new URL(url)
    const far = connect(Number(at), hostname)
    const refused = (): void => {
      state.handedOn += 1
      reach(client, others)
    }
    far.once('error', refused)
    far.once('connect', () => {
      far.off('error', refused)
      keep(far)
      client.pipe(far).pipe(client)
      far.on('close', () => client.destroy())
      client.on('close', () => far.destroy())
    })
  }

  async function look(): Promise<void> {
    const answers = await Promise.all(
      state.urls.map((url) =>
        fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000), headers: { connection: 'close' } }).then(
          (answer) => answer.ok,
          () => false,
        ),
      ),
    )
    state.ready = state.urls.filter((_, at) => answers[at] === true)
  }

  const server = createServer((client) => {
    keep(client)
    reach(client, inTurn())
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const looking = setInterval(() => void look(), LOOK_EVERY_MS)
  return {
    async serve(urls) {
      state.urls = urls
      await look()
    },
    get handedOn() {
      return state.handedOn
    },
    async close() {
      clearInterval(looking)
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
}
