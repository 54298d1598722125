import { View } from '@tarojs/components'
import { tappable } from '#platform/aria.ts'
import { back } from '#platform/nav/nav.ts'
import { Heading } from './heading.tsx'
import { Icon } from './icon.tsx'
import { uiWords } from './strings.zh-CN.ts'

/** The bar of a page in a browser; in the mini-program WeChat draws its own. */
export function NavBar({ title, canGoBack }: { title: string; canGoBack: boolean }) {
  return (
    <View className="nav">
      {canGoBack ? (
        <View className="nav-b" {...tappable(() => void back(), { label: uiWords.back })}>
          <Icon name="back" />
        </View>
      ) : (
        <View className="nav-e" />
      )}
      <Heading level="1" className="nav-t">
        {title}
      </Heading>
      <View className="nav-e" />
    </View>
  )
}
