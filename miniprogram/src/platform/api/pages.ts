/** Lists by cursor: the first page as any query, further pages by a tap, twenty rows each. */
import { useRef, useState } from 'react'
import { toApiError } from './api-error.ts'
import type { ApiError } from './api-error.ts'
import { call } from './call.ts'
import type { CallInput, CallOutput, QueryId } from './endpoints.ts'
import { useQuery } from './query.ts'
import type { Query } from './query.ts'

/** Endpoints that answer with a page of rows. */
export type PagedId = { [Id in QueryId]: CallOutput<Id> extends Page<unknown> ? Id : never }[QueryId]
export type RowOf<Id extends PagedId> = CallOutput<Id> extends Page<infer Row> ? Row : never

interface Page<Row> {
  readonly items: readonly Row[]
  readonly next: string | null
}

/** `data`: all rows read so far. */
export interface Pages<Row> extends Query<readonly Row[]> {
  readonly hasMore: boolean
  readonly more: () => Promise<void>
  readonly moreBusy: boolean
  readonly moreError: ApiError | undefined
}

interface Further<Row> {
  readonly after: string | null
  readonly rows: readonly Row[]
  readonly next: string | null
}

/** `query` without limit and cursor. When the first page changes (a refresh, a new row), the list starts from it again. */
export function usePages<Id extends PagedId>(id: Id | null, query: object): Pages<RowOf<Id>> {
  const first = useQuery(id, { query } as CallInput<Id>)
  const page = first.data as Page<RowOf<Id>> | undefined
  const [further, setFurther] = useState<Further<RowOf<Id>> | null>(null)
  const [moreError, setMoreError] = useState<ApiError>()
  const [moreBusy, setBusy] = useState(false)
  const asking = useRef(false)
  const start = page?.next ?? null
  // Rows that follow another first page are of another list.
  const added = further !== null && further.after === start ? further : null
  const next = added === null ? start : added.next

  const more = async (): Promise<void> => {
    if (id === null || next === null || asking.current) return
    asking.current = true
    setBusy(true)
    try {
      const answer = (await call(id, { query: { ...query, cursor: next } } as CallInput<Id>)) as Page<RowOf<Id>>
      setFurther({ after: start, rows: [...(added?.rows ?? []), ...answer.items], next: answer.next })
      setMoreError(undefined)
    } catch (error) {
      setMoreError(toApiError(error))
    } finally {
      asking.current = false
      setBusy(false)
    }
  }

  const data = page && [...page.items, ...(added?.rows ?? [])]
  return { ...first, data, hasMore: next !== null, more, moreBusy, moreError }
}
