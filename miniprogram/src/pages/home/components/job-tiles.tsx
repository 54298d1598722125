import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { go } from '#platform/nav/nav.ts'
import { IconTile, iconOf } from '#ui/icon.tsx'
import { Tap } from '#ui/tap.tsx'
import { tiles } from '../../catalogue.ts'
import { tabWords } from '../../strings.zh-CN.ts'

/** With an odd number the first, the one people come for, takes the whole width. */
export function JobTiles() {
  return (
    <View
      className={tiles.length % 2 === 1 ? 'jobs jobs-odd' : 'jobs'}
      {...aria({ role: 'navigation', label: tabWords.jobs })}
    >
      {tiles.map(({ key, icon, title, note, route, params }) => (
        <Tap
          key={key}
          className="job"
          onTap={() => {
            void go(route, params)
          }}
        >
          <IconTile name={iconOf(icon)} />
          <View className="job-m">
            <Text className="job-t">{title}</Text>
            <Text className="job-s">{note}</Text>
          </View>
        </Tap>
      ))}
    </View>
  )
}
