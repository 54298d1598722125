import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import './chart-bar.scss'
import { useRoomy } from './use-elder.ts'

export interface ChartPoint {
  key: string
  label: string
  /** Written at the bar. */
  words: string
  value: number
}

/** Bars to compare; the last one is the present. `said` is the sentence that says the same to a screen reader. */
export function ChartBar({ points, said }: { points: readonly ChartPoint[]; said: string }) {
  const roomy = useRoomy()
  const most = Math.max(1, ...points.map((point) => point.value))
  return (
    <View className={roomy ? 'cb cb-row' : 'cb'} {...aria({ role: 'img', label: said })}>
      {points.map((point, at) => {
        // Above the highest bar its number needs room.
        const room = roomy ? 100 : 82
        const share = `${String(Math.max(2, Math.round((point.value / most) * room)))}%`
        return (
          <View key={point.key} className={at === points.length - 1 ? 'cb-p cb-on' : 'cb-p'}>
            {roomy && <Text className="cb-v">{point.words}</Text>}
            <View className="cb-t">
              {!roomy && <Text className="cb-v">{point.words}</Text>}
              <View className="cb-f" style={roomy ? { width: share } : { height: share }} />
            </View>
            <Text className="cb-l">{point.label}</Text>
          </View>
        )
      })}
    </View>
  )
}
