import { View } from '@tarojs/components'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'

export type Tone = 'due' | 'overdue' | 'confirming' | 'paid' | 'credited' | 'booked' | 'full' | 'stale'

const icons: Readonly<Record<Tone, IconName>> = {
  due: 'clock',
  overdue: 'alert',
  confirming: 'wait',
  paid: 'done',
  credited: 'tick',
  booked: 'done',
  full: 'undo',
  stale: 'alert',
}

/** A state: word, icon and colour together. */
export function StateTag({ tone, words }: { tone: Tone; words: string }) {
  return (
    <View className={`tag t-${tone}`}>
      <Icon name={icons[tone]} />
      {words}
    </View>
  )
}
