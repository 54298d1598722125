import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { topInset } from '#platform/nav/capsule.ts'
import { BrandMark } from './brand-mark.tsx'
import { uiWords } from './strings.zh-CN.ts'

/** The head of Home and Me: the hills of the place, room for WeChat's capsule, the mark and what the page says first. */
export function HillHead({ children }: { children: ReactNode }) {
  const { status, bar, right } = topInset()
  return (
    <View className="hh" style={{ paddingTop: `${String(status)}px` }}>
      <View className="hills" />
      <View
        className="hh-b"
        style={{ minHeight: `${String(Math.max(bar, 48))}px`, paddingRight: `${String(right)}px` }}
      >
        <BrandMark />
        <View className="hh-n">{uiWords.appName}</View>
      </View>
      <View className="hh-m">{children}</View>
    </View>
  )
}
