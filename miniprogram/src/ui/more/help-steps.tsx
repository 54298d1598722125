import { Text, View } from '@tarojs/components'
import { Heading } from '../heading.tsx'
import './help-steps.scss'

export interface HelpText {
  readonly title: string
  readonly words: string
}

/** How something is done, one step a line, numbered. */
export function HelpSteps({ steps }: { steps: readonly HelpText[] }) {
  return (
    <View className="card card-flush">
      {steps.map(({ title, words }, at) => (
        <View key={title} className="row">
          <View className="hs-n">{String(at + 1)}</View>
          <View className="row-w">
            <Heading level="2" className="row-t b">
              {title}
            </Heading>
            <Text className="row-s">{words}</Text>
          </View>
        </View>
      ))}
    </View>
  )
}

/** Questions people ask, each with its answer. */
export function HelpAnswers({ answers }: { answers: readonly HelpText[] }) {
  return (
    <View>
      {answers.map(({ title, words }) => (
        <View key={title} className="card">
          <Heading level="3" className="card-t">
            {title}
          </Heading>
          <Text className="para hs-a">{words}</Text>
        </View>
      ))}
    </View>
  )
}
