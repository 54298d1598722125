/** Who may talk to the phone and the control page: this machine. */
import type { Asked } from './http.ts'

const HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
const PEERS = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** An `http(s)://host[:port]` with a loopback host and nothing after it. */
export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  return url.origin === origin && /^https?:$/.test(url.protocol) && HOSTS.has(url.hostname)
}

/** A request from this machine, to a loopback name, and from no foreign page (no DNS rebinding, no cross-site form). */
export function isLocal(asked: Asked): boolean {
  const { origin, host = '' } = asked.headers
  const named = `http://${host}`
  if (!PEERS.has(asked.from) || !URL.canParse(named)) return false
  return isLoopbackOrigin(new URL(named).origin) && (origin === undefined || isLoopbackOrigin(origin))
}
