import { Text, View } from '@tarojs/components'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { Icon } from './icon.tsx'
import { uiWords } from './strings.zh-CN.ts'

/** Whose figure it is, and of when. `at` is an instant. */
export function AsOf({ at, source }: { at: string; source: string }) {
  return (
    <View className="asof">
      <Icon name="clock" />
      <View className="asof-m">
        <Text>{uiWords.asOf(localMinute(at))}</Text>
        <Text>{uiWords.source(source)}</Text>
      </View>
    </View>
  )
}
