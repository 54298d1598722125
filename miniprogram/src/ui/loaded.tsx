import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import type { ApiError } from '#platform/api/api-error.ts'
import { ErrorState } from './error-state.tsx'
import { Skeleton } from './skeleton.tsx'
import { StaleBanner } from './stale-banner.tsx'

/** What `useQuery` and `usePages` have in common. */
export interface Asked<T> {
  readonly data: T | undefined
  readonly error: ApiError | undefined
  readonly asOf: string | null
  readonly refresh: () => Promise<void>
}

interface LoadedProps<T> {
  query: Asked<T>
  shape: 'rows' | 'bill'
  children: (data: T) => ReactNode
}

/** The four looks of every page: skeleton, error, stale, content (which knows what empty means). */
export function Loaded<T>({ query, shape, children }: LoadedProps<T>) {
  const again = () => {
    void query.refresh()
  }
  if (query.data === undefined) {
    return query.error === undefined ? <Skeleton shape={shape} /> : <ErrorState error={query.error} onAgain={again} />
  }
  return (
    <View className="stack">
      {query.asOf !== null && <StaleBanner asOf={query.asOf} onAgain={again} />}
      {children(query.data)}
    </View>
  )
}
