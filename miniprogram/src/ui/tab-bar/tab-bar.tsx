import { Text, View } from '@tarojs/components'
import { aria, tappable } from '#platform/aria.ts'
import { tabs } from '#platform/nav/manifest.ts'
import type { TabName } from '#platform/nav/manifest.ts'
import { go } from '#platform/nav/nav.ts'
import { useCurrentTab } from '#platform/nav/page.ts'
import { useUnread } from '#platform/nav/unread.ts'
import { Icon } from '../icon.tsx'
import type { IconName } from '../icon.tsx'
import { uiWords } from '../strings.zh-CN.ts'
import { flag } from '../tap.tsx'
import { useViewClass } from '../use-view-class.ts'

const icons: Readonly<Record<TabName, IconName>> = { home: 'home', services: 'apps', messages: 'bell', me: 'me' }
const MOST_SHOWN = 99

/** The four tabs, each with its word; the unread count is the only badge. */
export function TabBar() {
  const current = useCurrentTab()
  const unread = useUnread()
  return (
    <View className={`tabs ${useViewClass()}`} {...aria({ role: 'tablist', label: uiWords.tabs })}>
      {tabs.map(({ name, text }) => {
        const count = name === 'messages' ? unread : 0
        const on = name === current
        return (
          <View
            key={name}
            className={on ? 'tab tab-on' : 'tab'}
            {...tappable(() => void go(name), {
              role: 'tab',
              selected: flag(on),
              label: count > 0 ? uiWords.unreadTab(text, count) : text,
            })}
          >
            <Icon name={icons[name]} />
            <Text>{text}</Text>
            {count > 0 && (
              <Text className="tab-n">{count > MOST_SHOWN ? `${String(MOST_SHOWN)}+` : String(count)}</Text>
            )}
          </View>
        )
      })}
    </View>
  )
}
