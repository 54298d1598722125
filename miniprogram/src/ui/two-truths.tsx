import { Text, View } from '@tarojs/components'
import { Heading } from './heading.tsx'
import { Icon } from './icon.tsx'
import './two-truths.scss'
import { useRoomy } from './use-elder.ts'

export interface Truth {
  done: boolean
  /** The colour of a truth that holds; one still waited for is outlined. */
  tone: 'paid' | 'credited'
  title: string
  notes: readonly string[]
}

/** "Money received" and "utility credited", side by side and never merged into one word. */
export function TwoTruths({ received, credited }: { received: Truth; credited: Truth }) {
  const roomy = useRoomy()
  return (
    <View className={roomy ? 'tt tt-col' : 'tt'}>
      <TruthBox truth={received} />
      <View className="tt-to">
        <Icon name={roomy ? 'down' : 'next'} />
      </View>
      <TruthBox truth={credited} />
    </View>
  )
}

function TruthBox({ truth }: { truth: Truth }) {
  return (
    <View className={truth.done ? `tt-b t-${truth.tone}` : 'tt-b tt-wait'}>
      <View className="tt-h">
        <Icon name={truth.done ? 'done' : 'clock'} />
        <Heading level="3" className="tt-t">
          {truth.title}
        </Heading>
      </View>
      {truth.notes.map((note) => (
        <Text key={note} className="tt-s">
          {note}
        </Text>
      ))}
    </View>
  )
}
