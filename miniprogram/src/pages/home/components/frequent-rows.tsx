import { View } from '@tarojs/components'
import type { Frequent } from '@xlb/shared/home/contract.ts'
import { go } from '#platform/nav/nav.ts'
import { iconOf } from '#ui/icon.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { tabWords } from '../../strings.zh-CN.ts'

/** What this person did before, one tap to do it again. */
export function FrequentRows({ entries }: { entries: readonly Frequent[] }) {
  if (entries.length === 0) return null
  return (
    <View>
      <SectionTitle title={tabWords.frequent} note={tabWords.frequentNote} />
      <View className="card card-flush">
        {entries.map(({ key, icon, title, note, link }) => (
          <ListRow
            key={key}
            icon={iconOf(icon)}
            title={title}
            note={note}
            onTap={() => {
              void go(link.route, link.params)
            }}
          />
        ))}
      </View>
    </View>
  )
}
