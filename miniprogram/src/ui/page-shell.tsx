import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { aria } from '#platform/aria.ts'
import { isDemo, isH5 } from '#platform/media.ts'
import { useSession } from '#platform/session/session.ts'
import { NavBar } from './nav-bar.tsx'
import { NeedSignIn } from './need-sign-in.tsx'
import { ReadAloud } from './read-aloud.tsx'
import { uiWords } from './strings.zh-CN.ts'
import { TabBar } from './tab-bar/tab-bar.tsx'
import { useElder } from './use-elder.ts'
import { useViewClass } from './use-view-class.ts'

interface PageShellProps {
  title: string
  /** One of the four tabs: no way back, room for the tab bar. */
  tab?: boolean
  /** Only for someone who is signed in; to others it says how to. */
  own?: boolean
  /** Home and Me draw their own head. */
  head?: ReactNode
  /** What the elder view reads aloud, sentence by sentence. */
  speech?: readonly string[]
  /** The button beside read-aloud: the switch back, on Home. */
  beside?: ReactNode
  bar?: ReactNode
  children: ReactNode
}

/** The frame of every page: view and text size, the bar in a browser, read-aloud in the elder view, the main act at the bottom. */
export function PageShell({
  title,
  tab = false,
  own = false,
  head,
  speech = [],
  beside = null,
  bar,
  children,
}: PageShellProps) {
  const elder = useElder()
  const closed = useSession().status === 'signed-out' && own
  return (
    <View className={`page ${useViewClass()}${tab ? ' page-tab' : ''}`} {...aria({ role: 'main' })}>
      {head ?? (isH5 && <NavBar title={title} canGoBack={!tab} />)}
      <View className="main">
        {elder && <ReadAloud sentences={closed ? [] : speech} beside={beside} />}
        {closed ? <NeedSignIn /> : children}
        {isDemo && <Text className="demo">{uiWords.demo}</Text>}
      </View>
      {!closed && bar}
      {tab && isH5 && <TabBar />}
    </View>
  )
}
