/**
 * The column of a route: audience → rate limit → parse → load → authorise → idempotency → act → present. A capability's `http.ts` is a
 * table of `bind` calls; this file is the only place that turns an endpoint of the contract into something that answers.
 */
import type { Endpoint, InputOf, OutputOf } from '@xlb/shared/platform/endpoint.ts'
import type { Ctx, ResidentCtx, StaffCtx } from '../context.ts'

/** What a provider's signed callback is given: the bytes as they came, and the headers. */
export interface RawRequest {
  readonly bytes: Buffer
  /** Only where the contract says `upload`: the file, refused at its first byte too many (`body-too-large`). Empty elsewhere. */
  readonly file: AsyncIterable<Buffer>
  header(name: string): string
}

type CtxOf<E extends Endpoint> = E['audience'] extends 'resident'
  ? ResidentCtx
  : E['audience'] extends 'staff'
    ? StaffCtx
    : Ctx

export interface Inputs<E extends Endpoint> extends InputOf<E> {
  readonly raw: RawRequest
}

/** Who knocks, by a token that stands; whether the session does nobody has asked yet. */
export interface Caller {
  readonly tenant: string
  readonly sessionId: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A plain route: load what it needs, decide, answer. */
export interface Plain<E extends Endpoint> {
  /**
   * A residents' route with a crowd before it: refuses what is known to be in vain, or waits for its turn, before anything is asked of the database. It must say the
   * same of whatever person is named, and nothing that only the signed-in may know. Answers what ends the turn.
   */
  enter?(caller: Caller, input: Inputs<E>): Promise<() => void>
  handle(ctx: CtxOf<E>, input: Inputs<E>): Promise<OutputOf<E>>
}

/**
 * A route whose repeat must not act twice. `load` finds the record in the caller's scope (404), `authorise` refuses (403/409), `act` moves
 * it and names the record it made, `present` shows that record afresh, the first time and at every repeat.
 */
export interface Once<E extends Endpoint, L> {
  load(ctx: CtxOf<E>, input: Inputs<E>): Promise<L>
  authorise(ctx: CtxOf<E>, loaded: L): void
  act(ctx: CtxOf<E>, loaded: L, input: Inputs<E>): Promise<string>
  present(ctx: CtxOf<E>, recordId: string): Promise<OutputOf<E>>
}

/** `authorise` of an act whose `load` refuses already, or whose act does. */
export const nothingToRefuse = (): void => undefined

export interface Route {
  readonly endpoint: Endpoint
  readonly plain?: Plain<Endpoint>
  readonly once?: Once<Endpoint, unknown>
}

export function bind<E extends Endpoint>(endpoint: E, plain: Plain<E>): Route {
  return { endpoint, plain: plain }
}

export function bindOnce<E extends Endpoint, L>(endpoint: E, once: Once<E, L>): Route {
  if (!endpoint.idempotent)
    throw new Error(`${endpoint.id} is bound once but its contract does not demand an Idempotency-Key`)
  return { endpoint, once: once }
}
