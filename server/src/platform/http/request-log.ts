/** One line a request, and its time among the metrics. */
import type { Context } from 'koa'
import type { House } from '../house.ts'
import { safeText } from '../log.ts'

const MOST_AGENTS = 200

export function createRequestLog({ log, metrics }: Pick<House, 'log' | 'metrics'>) {
  // Its fields are these six, none of a person: to look through them for what must be blackened costs more than to write them.
  const lines = log.child({}, { redact: [] })
  const agents = new Map<string, string>()
  return (ctx: Context, requestId: string, seconds: number): void => {
    const named: unknown = ctx.state['route']
    const route = typeof named === 'string' ? named : 'other'
    const { status } = ctx
    metrics.requests.observe({ route, status: String(status) }, seconds)
    if (route === 'other' && status < 400) return
    const agent = safeAgent(agents, ctx.req.headers['user-agent'] ?? '')
    lines.info({ requestId, method: ctx.method, route, status, ms: Math.round(seconds * 1000), agent }, 'request')
  }
}

/** Phones of one make say the same: the few texts that come again are made safe once. */
function safeAgent(known: Map<string, string>, text: string): string {
  if (text === '') return text
  const before = known.get(text)
  if (before !== undefined) return before
  const safe = safeText(text)
  if (known.size >= MOST_AGENTS) known.clear()
  known.set(text, safe)
  return safe
}
