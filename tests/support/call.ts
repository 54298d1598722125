/** A client typed by the contract: what an endpoint promises is checked on every answer, and a refusal is its error. */
import * as z from 'zod/mini'
import type { CallOf, Endpoint, OutputOf } from '@xlb/shared/platform/endpoint.ts'
import { wireErrorSchema, type WireError } from '@xlb/shared/platform/error.ts'
import { fieldsIn } from './json.ts'

export interface Answer<T> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The error's code, '' for a success. */
  readonly code: string
  readonly error: WireError['error'] | null
  /** The parsed output; throws with the error's code when there is none. */
  value(): T
}

export interface Extras {
  readonly token?: string | undefined
  /** Idempotency-Key; a fresh one where the endpoint wants one and none is given, '' for none at all. */
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

let counter = 0

/** An Idempotency-Key that no call used before. */
export function newKey(): string {
  counter += 1
  return `key-${String(process.pid)}-${String(Date.now())}-${String(counter)}`
}

/** Path and query of a call: `/api/bills/bil_…?limit=5`. */
export function addressOf(endpoint: Endpoint, parts: { params?: unknown; query?: unknown }): string {
  const params = Object.entries(fieldsIn(parts.params))
  const path = params.reduce(
    (text, [name, value]) => text.replace(`:${name}`, encodeURIComponent(String(value))),
    endpoint.path,
  )
  const query = new URLSearchParams(
    Object.entries(fieldsIn(parts.query)).map(([name, value]) => [name, String(value)]),
  ).toString()
  return `/api${path}${query === '' ? '' : `?${query}`}`
}

export function headersOf(endpoint: Endpoint, extras: Extras): Record<string, string> {
  const key = extras.key ?? (endpoint.idempotent ? newKey() : '')
  return {
    ...(extras.token === undefined ? {} : { authorization: `Bearer ${extras.token}` }),
    ...(key === '' ? {} : { 'idempotency-key': key }),
    ...extras.headers,
  }
}

/** Sends whatever it is given: for calls that the contract forbids. */
export async function sendAny<E extends Endpoint>(
  url: string,
  endpoint: E,
  parts: { params?: unknown; query?: unknown; body?: unknown },
  extras: Extras = {},
): Promise<Answer<OutputOf<E>>> {
  const headers = headersOf(endpoint, extras)
  const content =
    parts.body === undefined
      ? {}
      : { body: JSON.stringify(parts.body), headers: { 'content-type': 'application/json', ...headers } }
  return await answerOf(
    endpoint,
    await fetch(`${url}${addressOf(endpoint, parts)}`, { method: endpoint.method, headers, ...content }),
  )
}

/** A call as the typed client makes it. */
export async function send<E extends Endpoint>(
  url: string,
  endpoint: E,
  parts: CallOf<E>,
  extras: Extras = {},
): Promise<Answer<OutputOf<E>>> {
  return await sendAny(url, endpoint, parts, extras)
}

async function answerOf<E extends Endpoint>(endpoint: E, response: Response): Promise<Answer<OutputOf<E>>> {
  const text = await response.text()
  const json: unknown = text === '' ? null : JSON.parse(text)
  const error = response.ok || response.status === 304 ? null : z.parse(wireErrorSchema, json).error
  return {
    status: response.status,
    headers: response.headers,
    text,
    code: error?.code ?? '',
    error,
    value() {
      if (error !== null) throw new Error(`${endpoint.id} answered ${String(response.status)} ${error.code}`)
      return z.parse<E['output']>(endpoint.output, json)
    },
  }
}

/** `path: code` of every field that was wrong, sorted. */
export function fieldsOf(answer: Answer<unknown>): string[] {
  return (answer.error?.fields ?? []).map((field) => `${field.path}: ${field.code}`).sort()
}

/** An error without its request id: two refusals that must look alike are compared by this. */
export function looks(answer: Answer<unknown>): unknown {
  return { status: answer.status, error: answer.error === null ? null : { ...answer.error, requestId: '' } }
}
