/** Further processes of the same product beside the stage's own: a second API, a second worker, one that is armed to stop itself. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { launch, waitUntilReady } from '../../../scripts/process.mjs'
import type { Stage } from '../kill-payment/stage.ts'

/** Of one build, below the root. */
export interface Entries {
  readonly api: string
  readonly worker: string
}

const ENTRIES: Entries = { api: 'server/dist/main.js', worker: 'server/dist/worker.js' }
const END_MS = 12_000
const LAST_WORDS = 800

export interface Ended {
  readonly code: number | null
  readonly ms: number
}

export interface Beside {
  readonly name: string
  /** Of the API. */
  readonly url: string
  readonly metrics: string
  isStopped(): boolean
  /** The end of what it has said, for the explanation of a fault. */
  lastWords(): string
  thaw(): void
  /** SIGTERM; SIGKILL after twelve seconds. */
  end(): Promise<Ended>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Resolves when it is ready; one that is armed may stop itself before, and is given back as well. */
export async function startBeside(
  stage: Stage,
  kind: 'api' | 'worker',
  name: string,
  env: Readonly<Record<string, string>> = {},
  entries = ENTRIES,
): Promise<Beside> {
  const [port, metricsPort] = [await freePort(), await freePort()]
  const ports = { PORT: String(port), METRICS_PORT: String(metricsPort) }
  const logs = path.join(stage.dataDir, 'logs')
  const launched = launch({ name, entry: entries[kind], logs, env: { ...stage.environment(), ...ports, ...env } })
  const isStopped = (): boolean => stateOf(launched.child.pid) === 'T'
  await waitUntilReady(launched, () => isStopped() || /"ready":\s*true/.test(launched.output()))
  return {
    name,
    url: `http://127.0.0.1:${String(port)}`,
    metrics: `http://127.0.0.1:${String(metricsPort)}/metrics`,
    isStopped,
    lastWords: () => launched.output().slice(-LAST_WORDS),
    thaw: () => launched.child.kill('SIGCONT'),
    async end() {
      const begun = Date.now()
      launched.child.kill('SIGTERM')
      const timer = setTimeout(() => launched.child.kill('SIGKILL'), END_MS)
      const { code } = await launched.ended
      clearTimeout(timer)
      return { code, ms: Date.now() - begun }
    },
  }
}

/** The letter of proc(5): `T` is stopped by a signal; '' for a process that is gone. */
function stateOf(pid: number | undefined): string {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).charAt(0)
  } catch {
    return ''
  }
}
