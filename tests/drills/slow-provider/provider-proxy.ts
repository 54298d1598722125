/** A network between the server and the payment company that can be bad in five ways. It understands no HTTP: bytes go late, one by one, or nowhere. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** `slow`: answers come 30 s late; `trickle`: two bytes of the answer a second; `half-open`: nothing ever comes back; `bad-gateway`: 502 at once; `cut`: no connection holds. */
export type Trouble = 'slow' | 'trickle' | 'half-open' | 'bad-gateway' | 'cut'

const SLOW_MS = 30_000
const TRICKLE_MS = 500
const BAD_GATEWAY = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

export interface ProviderProxy {
  readonly url: string
  /** null: all goes through. Whatever is under way is cut. */
  suffer(trouble: Trouble | null): void
  close(): Promise<void>
}

export async function openProxy(target: string): Promise<ProviderProxy> {
  const state: { trouble: Trouble | null } = { trouble: null }
  const open = new Set<Socket>()
  const { hostname, port } = new URL(target)

  function serve(client: Socket): void {
    const { trouble } = state
    keep(client)
    if (trouble === 'cut') client.destroy()
    else if (trouble === 'half-open') client.resume()
    else if (trouble === 'bad-gateway') client.once('data', () => client.end(BAD_GATEWAY))
    else between(client, trouble)
  }

  function between(client: Socket, trouble: 'slow' | 'trickle' | null): void {
    const far = connect(Number(port), hostname)
    keep(far)
    client.pipe(far)
    far.on('close', () => client.destroy())
    client.on('close', () => far.destroy())
    far.on('data', (bytes) => {
      if (trouble === null) client.write(bytes)
      else if (trouble === 'slow') setTimeout(() => client.write(bytes), SLOW_MS).unref()
      else void trickle(client, bytes)
    })
  }

  function keep(socket: Socket): void {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  const server = createServer(serve).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const cutAll = (): void => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`,
    suffer(trouble) {
      state.trouble = trouble
      cutAll()
    },
    async close() {
      server.close()
      cutAll()
      await once(server, 'close')
    },
  }
}

async function trickle(client: Socket, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length && client.writable; at += 1) {
    client.write(bytes.subarray(at, at + 1))
    await new Promise((resolve) => setTimeout(resolve, TRICKLE_MS).unref())
  }
}
