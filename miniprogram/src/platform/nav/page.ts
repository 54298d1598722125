/** Hooks of a page: what Taro offers, under the house's names, so that pages need no Taro. */
import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { create } from 'zustand'
import type { TabName } from './manifest.ts'
import type { RouteParams } from './nav.ts'

/** The page's query, decoded. */
export function usePageParams(): RouteParams {
  const raw = Taro.useRouter().params
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, decode(value ?? '')]))
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Runs each time the page comes to the front, the first time included. */
export function usePageShow(run: () => void): void {
  Taro.useDidShow(run)
}

/** Runs when another page covers this one, or the person leaves WeChat. */
export function usePageHide(run: () => void): void {
  Taro.useDidHide(run)
}

/** true while the page is the one in front. */
export function usePageInFront(): boolean {
  const [inFront, setInFront] = useState(true)
  Taro.useDidShow(() => {
    setInFront(true)
  })
  Taro.useDidHide(() => {
    setInFront(false)
  })
  return inFront
}

/** Needs `enablePullDownRefresh: true` in the page's config. The spinner stops when `run` ends, well or badly. */
export function usePullDown(run: () => Promise<unknown>): void {
  Taro.usePullDownRefresh(() => {
    void run()
      .catch(() => undefined)
      .then(() => {
        Taro.stopPullDownRefresh()
      })
  })
}

/** At once: what a tap put in the place of the page's content begins at its top. */
export function toTop(): void {
  void Taro.pageScrollTo({ scrollTop: 0, duration: 0 }).catch(() => undefined)
}

/** The words in WeChat's bar, or the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    if (process.env.TARO_ENV === 'h5') document.title = title
    else void Taro.setNavigationBarTitle({ title })
  }, [title])
}

const useTabStore = create<{ tab: TabName }>(() => ({ tab: 'home' }))

/** A tab page says which tab it is; the tab bar, which WeChat mounts once a page, follows. */
export function useTabPage(tab: TabName): void {
  Taro.useDidShow(() => {
    useTabStore.setState({ tab })
  })
}

export function useCurrentTab(): TabName {
  return useTabStore((state) => state.tab)
}
