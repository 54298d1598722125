import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { BrandMark } from './brand-mark.tsx'
import { Heading } from './heading.tsx'

interface EmptyStateProps {
  title: string
  words: string
  picture?: 'empty' | 'mark'
  children?: ReactNode
}

/** Why nothing is here, and the next step. Empty is no error and never red. */
export function EmptyState({ title, words, picture = 'empty', children }: EmptyStateProps) {
  return (
    <View className="card none">
      {picture === 'mark' ? <BrandMark className="none-m" /> : <View className="none-p none-empty" />}
      <Heading level="2" className="none-h">
        {title}
      </Heading>
      <Text className="none-w">{words}</Text>
      {children}
    </View>
  )
}
