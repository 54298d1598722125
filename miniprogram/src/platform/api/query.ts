/** Reading for pages: swr over the typed client, with the kept copy as the first thing shown. */
import { useEffect, useMemo, useRef } from 'react'
import useSWR, { mutate } from 'swr'
import { usePageInFront, usePageShow } from '../nav/page.ts'
import { toApiError } from './api-error.ts'
import type { ApiError } from './api-error.ts'
import { askAndKeep, askedWithin, copyKey, copyOf } from './copies.ts'
import type { CallInput, CallOutput, QueryId } from './endpoints.ts'

export interface Query<T> {
  readonly data: T | undefined
  readonly error: ApiError | undefined
  /** Nothing to show yet and an answer is on its way: draw the skeleton. */
  readonly loading: boolean
  /** Set when `data` is a kept copy because the server could not be asked: the instant the server gave it. */
  readonly asOf: string | null
  readonly refresh: () => Promise<void>
}

/** Two mounts, or a mount and a page coming back, within this time ask once. */
const SAME_QUESTION_MS = 2000

/** `id` null asks nothing. `pollMs` asks again while the page is in front. */
export function useQuery<Id extends QueryId>(
  id: Id | null,
  input: CallInput<Id>,
  { pollMs = 0 }: { pollMs?: number } = {},
): Query<CallOutput<Id>> {
  const key = id === null ? null : copyKey(id, input)
  const inFront = usePageInFront()
  // Read once a key: storage is slow on phones, and swr holds what comes later.
  const kept = useMemo(() => (key === null ? null : copyOf<Id>(key)), [key])
  const {
    data,
    error,
    isLoading,
    mutate: ask,
  } = useSWR<CallOutput<Id>, unknown>(key, id === null ? null : () => askAndKeep(id, input), {
    ...(kept === null ? {} : { fallbackData: kept.data }),
    dedupingInterval: SAME_QUESTION_MS,
    refreshInterval: inFront ? pollMs : 0,
  })
  useAskAgainOnShow(() => {
    if (key !== null && !askedWithin(key, SAME_QUESTION_MS)) void ask()
  })
  const problem = error === undefined ? undefined : toApiError(error)
  return {
    data,
    error: problem,
    loading: data === undefined && problem === undefined && (isLoading || id !== null),
    asOf:
      key !== null && problem !== undefined && !problem.answered && data !== undefined
        ? (copyOf<Id>(key)?.at ?? null)
        : null,
    refresh: async () => {
      await ask().catch(() => undefined)
    },
  }
}

/** Pages stay mounted below others: coming back to one asks again. The first show is the mount itself; where it came before the hook, nobody hears it. */
function useAskAgainOnShow(ask: () => void): void {
  const shown = useRef(false)
  useEffect(() => {
    shown.current = true
  }, [])
  usePageShow(() => {
    if (shown.current) ask()
    shown.current = true
  })
}

/** The answer can be shown without a network. */
export function isKept<Id extends QueryId>(id: Id, input: CallInput<Id>): boolean {
  return copyOf(copyKey(id, input)) !== null
}

/** After an act: whatever is on a page and comes from these endpoints is asked again. */
export async function refreshQueries(ids: readonly QueryId[]): Promise<void> {
  await mutate((key) => typeof key === 'string' && ids.some((id) => key.includes(`:${id}:`)))
}
