import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { aria } from '#platform/aria.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'

interface BannerProps {
  tone: string
  icon: IconName
  title: string
  words?: string
  /** Spoken at once by a screen reader when it appears: for what answers a tap. */
  alert?: boolean
  children?: ReactNode
}

export function Banner({ tone, icon, title, words, alert = false, children }: BannerProps) {
  return (
    <View className={`bn t-${tone}`} {...(alert ? aria({ role: 'alert' }) : {})}>
      <Icon name={icon} />
      <View className="bn-m">
        <Text className="bn-t">{title}</Text>
        {words !== undefined && words !== '' && <Text>{words}</Text>}
        {children}
      </View>
    </View>
  )
}
