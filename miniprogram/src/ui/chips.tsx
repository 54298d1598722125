import { View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { Tap, flag } from './tap.tsx'

interface ChipsProps<K extends string> {
  label: string
  choices: readonly { key: K; words: string }[]
  chosen: K
  onChoose: (key: K) => void
}

/** One of a few, all in sight. */
export function Chips<K extends string>({ label, choices, chosen, onChoose }: ChipsProps<K>) {
  return (
    <View className="chips" {...aria({ role: 'tablist', label })}>
      {choices.map(({ key, words }) => (
        <Tap
          key={key}
          className={key === chosen ? 'chip chip-on' : 'chip'}
          onTap={() => {
            onChoose(key)
          }}
          said={{ role: 'tab', selected: flag(key === chosen) }}
        >
          {words}
        </Tap>
      ))}
    </View>
  )
}
