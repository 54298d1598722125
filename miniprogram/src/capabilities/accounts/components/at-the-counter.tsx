import { View } from '@tarojs/components'
import { go } from '#platform/nav/nav.ts'
import { ListRow } from '#ui/list-row.tsx'
import { realNameWords } from '../identity.zh-CN.ts'

/** The other way, in sight before anything is agreed to or typed: whoever cannot or will not do it here loses nothing. */
export function AtTheCounter() {
  return (
    <View className="card card-flush">
      <ListRow
        icon="pin"
        title={realNameWords.counter}
        note={realNameWords.counterNote}
        onTap={() => {
          void go('accounts.counter-code')
        }}
      />
    </View>
  )
}
