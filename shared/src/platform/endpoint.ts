/**
 * An endpoint is a value. The server's route, the typed client, OpenAPI, the permission matrix and the house's tests all derive from it.
 * `path` is below `/api`; its `:names` are the keys of `params`.
 */
import type * as z from 'zod/mini'
import type { Audience, LimiterClass, Role } from './roles.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface Endpoint {
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly audience: Audience
  /** Staff only, and demanded there: one of these must be held somewhere; where it reaches is the act's to judge. `signed-in`: any officer. */
  readonly roles?: readonly Role[] | 'signed-in'
  readonly summary: string
  readonly params?: z.ZodMiniType
  readonly query?: z.ZodMiniType
  readonly body?: z.ZodMiniType
  readonly output: z.ZodMiniType
  /** Codes of the capability that the route may answer with; the platform's are understood. */
  readonly errors: readonly string[]
  readonly limiter: LimiterClass
  /** true: an Idempotency-Key header is demanded and a repeat is answered from the record. */
  readonly idempotent: boolean
  /** true: the body stays raw bytes (a provider's signed callback). */
  readonly raw?: boolean
  /** A file as the whole body, read as a stream: how many bytes at most, and of which types. */
  readonly upload?: { readonly maxBytes: number; readonly types: readonly string[] }
  /** Cached public reads: how many seconds a copy may be kept. */
  readonly cacheSeconds?: number
}

export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint
}

type Parsed<S> = S extends z.ZodMiniType ? z.output<S> : undefined
type Sent<S> = S extends z.ZodMiniType ? z.input<S> : undefined

/** What the server's act receives. */
export interface InputOf<E extends Endpoint> {
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
}

/** What the typed client sends: only the parts the endpoint has. */
export type CallOf<E extends Endpoint> = (E['params'] extends z.ZodMiniType ? { params: Sent<E['params']> } : object) &
  (E['query'] extends z.ZodMiniType ? { query?: Sent<E['query']> } : object) &
  (E['body'] extends z.ZodMiniType ? { body: Sent<E['body']> } : object)

export type OutputOf<E extends Endpoint> = z.output<E['output']>
