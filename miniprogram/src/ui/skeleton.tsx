import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { aria } from '#platform/aria.ts'
import { uiWords } from './strings.zh-CN.ts'

/** After this long the page says that the network is slow. */
const SLOW_MS = 3000

/** The shape of what will come, as high as the real thing, so that nothing jumps. */
export function Skeleton({ shape }: { shape: 'rows' | 'bill' }) {
  const slow = useSlow()
  return (
    <View {...aria({ role: 'status', label: uiWords.loading })}>
      {shape === 'bill' && <BillShape />}
      <View className="card card-flush">
        <RowShape />
        <RowShape />
        <RowShape />
      </View>
      <Text className="sk-w">{slow ? uiWords.slow : ''}</Text>
    </View>
  )
}

function BillShape() {
  return (
    <View className="card">
      <View className="sk sk-l" />
      <View className="sk sk-n" />
      <View className="sk sk-s" />
    </View>
  )
}

function RowShape() {
  return (
    <View className="row">
      <View className="sk sk-t" />
      <View className="row-w">
        <View className="sk sk-l" />
        <View className="sk sk-s" />
      </View>
      <View className="sk sk-b" />
    </View>
  )
}

function useSlow(): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => {
      setSlow(true)
    }, SLOW_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [])
  return slow
}
