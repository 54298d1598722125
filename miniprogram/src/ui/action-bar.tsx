import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'

/** The page's one main act, in reach of the thumb. */
export function ActionBar({ hint, children }: { hint?: string; children: ReactNode }) {
  return (
    <View className="act">
      <View className="act-in">
        {children}
        {hint !== undefined && <Text className="act-h">{hint}</Text>}
      </View>
    </View>
  )
}
