import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { Banner } from '#ui/banner.tsx'
import { Card } from '#ui/card.tsx'
import { addWords } from '../strings.zh-CN.ts'
import './families.scss'

/** No source knows of the guardianship: that is the register's gap, and the counter closes it. The number to call stands below. */
export function WhatToBring({ words }: { words: string }) {
  return (
    <View className="gap" {...aria({ role: 'alert' })}>
      <Banner tone="stale" icon="alert" title={addWords.unknownTitle} words={words} />
      <Card title={addWords.bring}>
        {addWords.bringItems.map((item) => (
          <Text key={item} className="br">
            {item}
          </Text>
        ))}
        <Text className="sub">{addWords.bringThen}</Text>
      </Card>
    </View>
  )
}
