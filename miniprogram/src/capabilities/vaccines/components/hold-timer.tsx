import { Text, View } from '@tarojs/components'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { aria } from '#platform/aria.ts'
import { Button } from '#ui/button.tsx'
import { useElder } from '#ui/use-elder.ts'
import { confirmWords } from '../booking.zh-CN.ts'
import './hold-timer.scss'

interface HoldTimerProps {
  holdUntil: string
  /** Seconds; null while it is not known. */
  left: number | null
  /** Minutes that an extension adds. */
  more: number
  canExtend: boolean
  busy: boolean
  onExtend: () => void
}

/** How long the seat is kept, and as long again by one tap. */
export function HoldTimer({ holdUntil, left, more, canExtend, busy, onExtend }: HoldTimerProps) {
  const elder = useElder()
  const [minutes, seconds] = [Math.floor((left ?? 0) / 60), (left ?? 0) % 60]
  return (
    <View className="card">
      <View className="ht">
        {left !== null && !elder && (
          <View className="ht-c" {...aria({ role: 'img', label: confirmWords.leftSaid(minutes, seconds) })}>
            {confirmWords.left(minutes, seconds)}
          </View>
        )}
        <View className="row-w">
          <Text className="row-t b">
            {elder && left !== null
              ? confirmWords.keptElder(minutes)
              : confirmWords.keptUntil(localMinute(holdUntil).slice(11))}
          </Text>
          {!canExtend && <Text className="row-s">{confirmWords.extended}</Text>}
        </View>
        {canExtend && (
          <Button words={confirmWords.extend(more)} kind="quiet" small={!elder} off={busy} onTap={onExtend} />
        )}
      </View>
    </View>
  )
}
