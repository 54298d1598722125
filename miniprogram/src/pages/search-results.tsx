import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { go } from '#platform/nav/nav.ts'
import { CallTownship } from '#ui/call-township.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { iconOf } from '#ui/icon.tsx'
import { ListRow } from '#ui/list-row.tsx'
import type { Entry } from './catalogue.ts'
import { tabWords } from './strings.zh-CN.ts'
import { useSearch } from './use-search.ts'

export function SearchResults({ typed }: { typed: string }) {
  const entries = useSearch(typed)
  if (entries === null) return <Text className="sk-w">{tabWords.finding}</Text>
  if (entries.length === 0) {
    return (
      <View>
        <EmptyState title={tabWords.notFound} words={tabWords.notFoundWords} />
        <CallTownship />
      </View>
    )
  }
  return (
    <View>
      <View className="sub sr" {...aria({ role: 'status' })}>
        {tabWords.found(entries.length)}
      </View>
      <EntryRows entries={entries} />
    </View>
  )
}

export function EntryRows({ entries }: { entries: readonly Entry[] }) {
  return (
    <View className="card card-flush">
      {entries.map(({ key, icon, title, note, route, params }) => (
        <ListRow
          key={key}
          icon={iconOf(icon)}
          title={title}
          note={note}
          onTap={() => {
            void go(route, params)
          }}
        />
      ))}
    </View>
  )
}
