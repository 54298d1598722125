/**
 * The last answer to each question, kept on the device under the person it belongs to: readable without a network ("as of"), and the reason why
 * a second visit costs a 304. Dropped at sign-out and when room is short.
 */
import { exchange } from './call.ts'
import type { CallInput, CallOutput, QueryId } from './endpoints.ts'
import { routes } from './routes.generated.ts'
import { COPY_PREFIX, forgetAll, readStored, store } from '../storage/storage.ts'

interface Copy {
  readonly at: string
  readonly etag: string | null
  readonly body: unknown
}

/** Larger answers are read once and not kept. */
const MOST_CHARS = 200_000
let owner = 'nobody'

/** Whose copies are read and written from now on. */
export function setCopiesOwner(space: string): void {
  owner = space
}

export function dropCopies(): void {
  forgetAll(COPY_PREFIX)
}

/** What anybody may read belongs to nobody, so that signing in does not ask for it again. */
export const copyKey = (id: QueryId, input: object): string =>
  `${COPY_PREFIX}${routes[id][2] ? owner : 'all'}:${id}:${JSON.stringify(input)}`

function isCopy(value: unknown): value is Copy {
  return typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'string' && 'body' in value
}

/** When the kept answer was given by the server, null when there is none. */
export function copyOf<Id extends QueryId>(key: string): { at: string; data: CallOutput<Id> } | null {
  const copy = readStored(key, isCopy)
  return copy === null ? null : { at: copy.at, data: copy.body as CallOutput<Id> }
}

const askedAt = new Map<string, number>()

/** true when this was asked less than `ms` ago: two mounts, or a mount and a page coming to the front, are one question. */
export function askedWithin(key: string, ms: number): boolean {
  return Date.now() - (askedAt.get(key) ?? 0) < ms
}

/** Asks the server, with the copy's ETag when there is one, and keeps the answer. */
export async function askAndKeep<Id extends QueryId>(id: Id, input: CallInput<Id>): Promise<CallOutput<Id>> {
  const key = copyKey(id, input)
  askedAt.set(key, Date.now())
  const copy = readStored(key, isCopy)
  const answer = await exchange(id, input, { key: null, etag: copy?.etag ?? null })
  const body = answer.unchanged && copy !== null ? copy.body : answer.body
  const next = { at: answer.at, etag: answer.etag ?? (answer.unchanged ? (copy?.etag ?? null) : null), body }
  if (JSON.stringify(next).length <= MOST_CHARS) store(key, next)
  return body as CallOutput<Id>
}
