import { Text, View } from '@tarojs/components'
import { Heading } from './heading.tsx'
import { Icon } from './icon.tsx'
import './step-trail.scss'

export interface Step {
  state: 'done' | 'now' | 'todo'
  title: string
  notes: readonly string[]
}

/** What has happened, what is happening, what comes: each with its words. */
export function StepTrail({ steps }: { steps: readonly Step[] }) {
  return (
    <View>
      {steps.map((step, at) => (
        <View key={step.title} className={`st st-${step.state}`}>
          <View className="st-d">
            {step.state === 'todo' ? String(at + 1) : <Icon name={step.state === 'done' ? 'tick' : 'wait'} />}
          </View>
          <View className="st-m">
            <Heading level="3" className="st-t">
              {step.title}
            </Heading>
            {step.notes.map((note) => (
              <Text key={note} className="st-s">
                {note}
              </Text>
            ))}
          </View>
        </View>
      ))}
    </View>
  )
}
