import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { Banner } from '#ui/banner.tsx'
import { Icon } from '#ui/icon.tsx'
import { Tap, flag } from '#ui/tap.tsx'
import { confirmWords } from '../booking.zh-CN.ts'
import type { Answers, Notice } from '../use-answers.ts'
import { CallClinic } from './call-clinic.tsx'
import './questions.scss'

interface QuestionsProps {
  notice: Notice
  answers: Answers
  /** The clinic's number. */
  phone: string
}

/** What would speak against the dose: one tap each. */
export function Questions({ notice: { questions }, answers, phone }: QuestionsProps) {
  const done = questions.filter(({ code }) => answers.of(code) !== undefined).length
  return (
    <View className="card">
      <Text className="card-t">{confirmWords.questions}</Text>
      <Text className="row-s">{confirmWords.questionsWords}</Text>
      {questions.map(({ code, words }) => (
        <View key={code} className="qu">
          <Text className="para">{words}</Text>
          <View className="qu-c" {...aria({ role: 'radiogroup', label: words })}>
            <Choice
              about={words}
              words={confirmWords.no}
              on={answers.of(code) === false}
              onTap={() => {
                answers.answer(code, false)
              }}
            />
            <Choice
              about={words}
              words={confirmWords.yes}
              on={answers.of(code) === true}
              onTap={() => {
                answers.answer(code, true)
              }}
            />
          </View>
          {answers.of(code) === true && <Unfit phone={phone} />}
        </View>
      ))}
      <View {...aria({ role: 'status', live: 'polite' })}>
        <Text className="row-s">{confirmWords.answered(done, questions.length)}</Text>
      </View>
    </View>
  )
}

function Choice({ about, words, on, onTap }: { about: string; words: string; on: boolean; onTap: () => void }) {
  return (
    <Tap
      className={on ? 'qu-o qu-on' : 'qu-o'}
      onTap={onTap}
      said={{ role: 'radio', checked: flag(on), label: `${words}，${about}` }}
    >
      {on && <Icon name="tick" />}
      {words}
    </Tap>
  )
}

/** What to do now, right below what was answered. */
function Unfit({ phone }: { phone: string }) {
  return (
    <View className="gap">
      <Banner tone="due" icon="alert" alert title={confirmWords.unfit} words={confirmWords.unfitWords}>
        <View className="bn-b">
          <CallClinic phone={phone} />
        </View>
      </Banner>
    </View>
  )
}
