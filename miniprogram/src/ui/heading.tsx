import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { aria } from '#platform/aria.ts'

/** A heading to the screen reader: 1 the page, 2 a card or section, 3 a row. */
export function Heading({
  level,
  className,
  children,
}: {
  level: '1' | '2' | '3'
  className: string
  children: ReactNode
}) {
  return (
    <View className={className} {...aria({ role: 'heading', level })}>
      {children}
    </View>
  )
}
