/** The typed client: one function for every endpoint of the house. */
import { currentToken, renewToken } from '../session/token.ts'
import { addressOf } from './address.ts'
import type { Parts } from './address.ts'
import { ApiError, errorFrom, toApiError } from './api-error.ts'
import { apiBase } from './base.ts'
import { noteServerTime, serverNow } from './clock.ts'
import type { CallInput, CallOutput, EndpointId } from './endpoints.ts'
import { inLane } from './lanes.ts'
import { isRepeatable, waitBefore } from './retry.ts'
import type { Outcome } from './retry.ts'
import { routes } from './routes.generated.ts'
import { send } from './transport.ts'
import type { Answer } from './transport.ts'

const TIMEOUT_MS = 15_000
const NOT_MODIFIED = 304

export interface CallOptions {
  /** 32 hex digits from `pendingKey`; an idempotent endpoint refuses to go without. */
  readonly idempotencyKey?: string
}

/** Sends and answers with the endpoint's output. Throws ApiError and nothing else. */
export async function call<Id extends EndpointId>(
  id: Id,
  input: CallInput<Id>,
  options: CallOptions = {},
): Promise<CallOutput<Id>> {
  const { body } = await exchange(id, input, { key: options.idempotencyKey ?? null, etag: null })
  return body as CallOutput<Id>
}

export interface Exchanged {
  readonly body: unknown
  readonly etag: string | null
  /** The server's clock, an ISO instant: the device's is never trusted. */
  readonly at: string
  /** The copy that `etag` named is still right; `body` is empty. */
  readonly unchanged: boolean
}

interface Extras {
  readonly key: string | null
  readonly etag: string | null
}

/** `call` with what a kept copy needs. */
export async function exchange<Id extends EndpointId>(
  id: Id,
  input: CallInput<Id>,
  extras: Extras,
): Promise<Exchanged> {
  const answer = await persist(id, input, extras)
  const unchanged = answer.status === NOT_MODIFIED
  if (!unchanged && answer.body === null) throw errorFrom(answer.status, null)
  return { body: answer.body, etag: answer.header('etag'), at: new Date(serverNow()).toISOString(), unchanged }
}

/** Tries until there is an answer worth having: signs in again once, repeats what may be repeated. Throws what remains. */
async function persist<Id extends EndpointId>(id: Id, input: CallInput<Id>, extras: Extras): Promise<Answer> {
  const [method, , signedIn] = routes[id]
  const repeatable = isRepeatable(method, extras.key !== null)
  let mayRenew: boolean = signedIn
  for (let tries = 1; ; tries += 1) {
    const token = signedIn ? currentToken() : null
    const answer = await attempt(id, input, extras, token)
    const problem = problemOf(answer)
    if (problem === null) return answer as Answer
    if (problem.code === 'unauthenticated' && mayRenew) {
      mayRenew = false
      if (await renewToken(token)) continue
    }
    const wait = repeatable ? waitBefore(outcomeOf(problem, answer), tries, Math.random()) : null
    if (wait === null) throw problem
    await pause(wait)
  }
}

function problemOf(answer: Answer | ApiError): ApiError | null {
  if (answer instanceof ApiError) return answer
  return answer.status >= 400 ? errorFrom(answer.status, answer.body) : null
}

function outcomeOf({ status, code }: ApiError, answer: Answer | ApiError): Outcome {
  return { status, code, retryAfter: answer instanceof ApiError ? null : answer.header('retry-after') }
}

/** One try; silence comes back as a value, so that the loop above reads straight. */
async function attempt<Id extends EndpointId>(
  id: Id,
  input: CallInput<Id>,
  { key, etag }: Extras,
  token: string | null,
): Promise<Answer | ApiError> {
  const [method, path] = routes[id]
  const parts = input as Parts
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (parts.body !== undefined) headers['Content-Type'] = 'application/json'
  if (token !== null) headers['Authorization'] = `Bearer ${token}`
  if (key !== null) headers['Idempotency-Key'] = key
  if (etag !== null) headers['If-None-Match'] = etag
  const body = parts.body === undefined ? null : JSON.stringify(parts.body)
  const sent = { method, url: apiBase + addressOf(path, parts), headers, body, timeoutMs: TIMEOUT_MS }
  try {
    const answer = await inLane(() => send(sent))
    noteServerTime(answer.header('date'))
    return answer
  } catch (error) {
    return toApiError(error)
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
