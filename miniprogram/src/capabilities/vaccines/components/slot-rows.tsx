import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { RadioMark } from '#ui/more/radio-mark.tsx'
import { Tap, flag } from '#ui/tap.tsx'
import { useElder } from '#ui/use-elder.ts'
import type { SeatWindow } from '../choices.ts'
import { seatWords } from '../seats.zh-CN.ts'
import { spokenTime } from '../times.ts'
import './slot-rows.scss'

const FEW = 5

interface SlotRowsProps {
  windows: readonly SeatWindow[]
  chosen: string | null
  label: string
  onChoose: (window: string) => void
}

/** The times of a day, each with its free seats. A full one can be read and not be chosen. */
export function SlotRows({ windows, chosen, label, onChoose }: SlotRowsProps) {
  return (
    <View {...aria({ role: 'radiogroup', label })}>
      {windows.map((window) => (
        <SlotRow key={window.id} window={window} on={window.id === chosen} onChoose={onChoose} />
      ))}
    </View>
  )
}

interface SlotRowProps {
  window: SeatWindow
  on: boolean
  onChoose: (window: string) => void
}

function SlotRow({ window: { id, from, until, free, capacity }, on, onChoose }: SlotRowProps) {
  const elder = useElder()
  const full = free === 0
  const tone = full ? 'full' : free <= FEW ? 'due' : 'credited'
  return (
    <Tap
      className={`sl${on ? ' sl-on' : ''}${full ? ' sl-full' : ''}`}
      off={full}
      onTap={() => {
        onChoose(id)
      }}
      said={{ role: 'radio', checked: flag(on) }}
    >
      <RadioMark on={on} off={full} />
      <View className="row-w">
        <Text className="sl-t">{elder ? spokenTime(from) : `${from}–${until}`}</Text>
        {!elder && !full && (
          <View className={`sl-b t-${tone}`}>
            <View className="sl-f" style={{ width: `${String(Math.round((free / Math.max(1, capacity)) * 100))}%` }} />
          </View>
        )}
      </View>
      <Text className={`sl-n t-${tone}`}>
        {full ? (elder ? seatWords.fullElder : seatWords.full) : seatWords.leftOf(free)}
      </Text>
    </Tap>
  )
}
