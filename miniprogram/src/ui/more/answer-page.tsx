import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { usePullDown } from '#platform/nav/page.ts'
import { CallTownship } from '../call-township.tsx'
import { Loaded } from '../loaded.tsx'
import type { Asked } from '../loaded.tsx'
import { PageShell } from '../page-shell.tsx'

interface AnswerPageProps<T> {
  title: string
  /** For whoever is signed in, and nobody else. */
  own?: boolean
  query: Asked<T>
  shape?: 'rows' | 'bill'
  /** What is read aloud of the answer. */
  speech: (data: T) => readonly string[]
  bar?: ReactNode
  /** Stands in place of the answer, a kept one too: what was asked for is no longer the reader's. */
  gone?: ReactNode
  children: (data: T) => ReactNode
}

/** A page that shows one answer: its looks, pull-down (`enablePullDownRefresh`), and the number to call below. */
export function AnswerPage<T>({
  title,
  own = true,
  query,
  shape = 'rows',
  speech,
  bar,
  gone,
  children,
}: AnswerPageProps<T>) {
  usePullDown(query.refresh)
  const isGone = gone !== undefined && gone !== null
  return (
    <PageShell title={title} own={own} speech={query.data === undefined || isGone ? [] : speech(query.data)} bar={bar}>
      {isGone ? (
        gone
      ) : (
        <Loaded query={query} shape={shape}>
          {(data) => (
            <View>
              {children(data)}
              <View className="gap">
                <CallTownship />
              </View>
            </View>
          )}
        </Loaded>
      )}
    </PageShell>
  )
}
