import { Text, View } from '@tarojs/components'
import { Tap, flag } from '../tap.tsx'
import { RadioMark } from './radio-mark.tsx'
import './choice-row.scss'

interface ChoiceRowProps {
  title: string
  note?: string
  /** Several, a line each. */
  notes?: readonly string[]
  chosen: boolean
  onChoose: () => void
}

/** One of a few, a whole row to tap; a tick shows the choice, not colour alone. */
export function ChoiceRow({ title, note = '', notes = [note], chosen, onChoose }: ChoiceRowProps) {
  return (
    <Tap className={chosen ? 'ch ch-on' : 'ch'} onTap={onChoose} said={{ role: 'radio', checked: flag(chosen) }}>
      <RadioMark on={chosen} />
      <View className="row-w">
        <Text className="ch-t">{title}</Text>
        {notes
          .filter((words) => words !== '')
          .map((words) => (
            <Text key={words} className="row-s">
              {words}
            </Text>
          ))}
      </View>
    </Tap>
  )
}
