import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import type { Pages } from '#platform/api/pages.ts'
import { usePullDown } from '#platform/nav/page.ts'
import { CallTownship } from '../call-township.tsx'
import { Loaded } from '../loaded.tsx'
import { MoreButton } from '../more-button.tsx'

interface PagedListProps<Row> {
  list: Pages<Row>
  /** What stands where there is nothing more. */
  end?: string
  /** The rows read so far, or why there are none. */
  children: (rows: readonly Row[]) => ReactNode
}

/** A list by cursor with its looks: skeleton, error, stale, rows and more of them, and the number to call. Needs `enablePullDownRefresh`. */
export function PagedList<Row>({ list, end, children }: PagedListProps<Row>) {
  usePullDown(list.refresh)
  return (
    <Loaded query={list} shape="rows">
      {(rows) => (
        <View>
          {children(rows)}
          {rows.length > 0 && (
            <MoreButton
              hasMore={list.hasMore}
              busy={list.moreBusy}
              problem={list.moreError?.message}
              onMore={() => {
                void list.more()
              }}
              {...(end === undefined ? {} : { end })}
            />
          )}
          <View className="gap">
            <CallTownship />
          </View>
        </View>
      )}
    </Loaded>
  )
}
