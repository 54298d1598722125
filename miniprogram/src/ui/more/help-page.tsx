import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { CallTownship } from '../call-township.tsx'
import { HelpAnswers, HelpSteps } from './help-steps.tsx'
import type { HelpText } from './help-steps.tsx'
import { PageShell } from '../page-shell.tsx'
import { ReadAloud } from '../read-aloud.tsx'
import { SectionTitle } from '../section-title.tsx'
import { uiWords } from '../strings.zh-CN.ts'
import { useElder } from '../use-elder.ts'

export interface HelpWords {
  readonly title: string
  readonly stepsTitle: string
  readonly steps: readonly HelpText[]
  readonly answers: readonly HelpText[]
}

interface HelpPageProps {
  help: HelpWords
  /** Above the steps: the choice between several. */
  top?: ReactNode
  bar?: ReactNode
}

/** How to do something: open to everyone, signed in or not; read aloud in both views. */
export function HelpPage({ help, top, bar }: HelpPageProps) {
  const { title, stepsTitle, steps, answers } = help
  const elder = useElder()
  const speech = speakHelp(help)
  return (
    <PageShell title={title} speech={speech} bar={bar}>
      {top}
      {!elder && <ReadAloud sentences={speech} />}
      <SectionTitle title={stepsTitle} />
      <HelpSteps steps={steps} />
      <SectionTitle title={uiWords.answers} />
      <HelpAnswers answers={answers} />
      <View className="gap">
        <CallTownship />
      </View>
    </PageShell>
  )
}

/** All of it, sentence by sentence, for reading aloud. */
function speakHelp({ title, steps, answers }: HelpWords): string[] {
  return [
    `${title}。`,
    ...steps.map((step, at) => uiWords.spokenStep(at + 1, step.title, step.words)),
    ...answers.map((answer) => `${answer.title}${answer.words}`),
  ]
}
