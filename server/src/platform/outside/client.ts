/**
 * The one way from a provider port to its provider: a deadline for each call, and a breaker that refuses at once while the provider is down, so that no
 * resident waits for what cannot come and no request holds on to anything. A refusal is a NotSentError.
 */
import type { Logger } from 'pino'
import { Counter, Gauge } from 'prom-client'
import type { Metrics } from '../metrics.ts'
import { fetchJson, fetchText, WorldError, type WorldAnswer, type WorldRequest } from '../wechat/fetch-json.ts'
import { createBreaker, type Outcome } from './breaker.ts'

/** Nothing of this call left the machine: whatever it was to do is not done. */
export class NotSentError extends WorldError {
  constructor(cause: unknown) {
    super('unreachable', cause)
  }
}

export interface OutsideClient {
  /** Any status is an answer. @throws WorldError */
  json(url: string, request: WorldRequest): Promise<WorldAnswer>
  /** A file's text. @throws WorldError, also where there is no file */
  text(url: string, request: WorldRequest & { readonly most: number }): Promise<string>
  /** Whether a call would be refused at once: what can wait, waits. */
  readonly isResting: () => boolean
}

/** Without a breaker: for questions that a person asks about themself, where each is worth its deadline. */
export const plainClient: OutsideClient = { json: fetchJson, text: fetchText, isResting: () => false }

interface Told {
  readonly log: Logger
  readonly open: Gauge<'provider'>
  readonly opened: Counter<'provider'>
}
let told: Told | null = null

/** Called at start: from here on breakers are logged, shown as `xlb_provider_open{provider}` (1 open, 0 closed) and counted. */
export function tellOfBreakers({ metrics, log }: { readonly metrics: Metrics; readonly log: Logger }): void {
  const registers = [metrics.registry]
  const labelNames = ['provider'] as const
  told = {
    log,
    open: new Gauge({
      name: 'xlb_provider_open',
      help: '1 while calls to the provider are refused',
      labelNames,
      registers,
    }),
    opened: new Counter({
      name: 'xlb_provider_opened_total',
      help: 'How often calls to the provider began to be refused',
      labelNames,
      registers,
    }),
  }
}

function tell(provider: string, open: boolean): void {
  told?.open.set({ provider }, open ? 1 : 0)
  if (open) told?.opened.inc({ provider })
  told?.log.warn({ provider, breaker: open ? 'open' : 'closed' }, open ? 'a provider is down' : 'a provider is back')
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof WorldError)) return 'nothing-learnt'
  return error.kind === 'timeout' ? 'timeout' : 'failed'
}

/** `provider`: `wechat-pay`, `water-331123`. `now` gives milliseconds. Statuses from 500 on count as failures. */
export function outsideClient(provider: string, now: () => number): OutsideClient {
  const breaker = createBreaker(now, (open) => {
    tell(provider, open)
  })
  async function guarded<T>(call: () => Promise<T>, read: (answer: T) => Outcome, unread: Outcome): Promise<T> {
    const pass = breaker.admit()
    if (pass === null) throw new NotSentError(new Error(`${provider} rests`))
    try {
      const answer = await call()
      pass.settle(read(answer))
      return answer
    } catch (error) {
      pass.settle(error instanceof WorldError && error.kind === 'unreadable' ? unread : outcomeOf(error))
      throw error
    }
  }
  return {
    json: (url, request) =>
      guarded(
        () => fetchJson(url, request),
        ({ status }) => (status < 500 ? 'answered' : 'failed'),
        'failed',
      ),
    // No file there, or one too large: the provider may be well.
    text: (url, request) =>
      guarded(
        () => fetchText(url, request),
        () => 'answered',
        'nothing-learnt',
      ),
    isResting: breaker.isResting,
  }
}
