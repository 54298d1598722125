import { View } from '@tarojs/components'
import { useState } from 'react'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { copyText, saveTextFile } from '#platform/files/save-text.ts'
import type { SaveOutcome } from '#platform/files/save-text.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { useWhen } from '#ui/more/when.ts'
import { knownParts } from '../parts.ts'
import { exportWords, sectionWords } from '../strings.zh-CN.ts'

interface Told {
  readonly tone: 'credited' | 'due'
  readonly title: string
  readonly words: string
}

const afterSaving: Readonly<Record<SaveOutcome, Told | null>> = {
  done: { tone: 'credited', title: exportWords.saved, words: exportWords.savedWords },
  cancelled: null,
  failed: { tone: 'due', title: exportWords.notSaved, words: exportWords.notSavedWords },
}
const afterCopying: Readonly<Record<SaveOutcome, Told | null>> = {
  done: { tone: 'credited', title: exportWords.copied, words: exportWords.copiedWords },
  cancelled: null,
  failed: { tone: 'due', title: exportWords.notCopied, words: exportWords.notCopiedWords },
}

/** What is in the copy, and the two ways to take it away. */
export function CopyCard({ copy }: { copy: CallOutput<'dataRights.exportOwn'> }) {
  const [told, setTold] = useState<Told | null>(null)
  const { minute } = useWhen()
  const text = (): string => JSON.stringify(copy, null, 2)
  const parts = knownParts(copy.sections)
  const others = Object.keys(copy.sections).filter((name) => sectionWords[name] === undefined).length
  return (
    <View className="gap">
      <Card title={exportWords.madeAt(minute(copy.madeAt))}>
        {parts.map(({ name, words, value }) => (
          <KeyValue key={name} name={words} value={value} />
        ))}
        {others > 0 && <KeyValue name={exportWords.othersName} value={exportWords.others(others)} />}
      </Card>
      <View className="gap btns">
        <Button
          words={exportWords.save}
          icon="download"
          onTap={() => {
            void saveTextFile(exportWords.fileName(dayOf(copy.madeAt)), text()).then((outcome) => {
              setTold(afterSaving[outcome])
            })
          }}
        />
        <Button
          words={exportWords.copy}
          kind="quiet"
          onTap={() => {
            void copyText(text()).then((outcome) => {
              setTold(afterCopying[outcome])
            })
          }}
        />
      </View>
      {told !== null && (
        <View className="gap">
          <Banner
            tone={told.tone}
            icon={told.tone === 'due' ? 'alert' : 'done'}
            alert
            title={told.title}
            words={told.words}
          />
        </View>
      )}
    </View>
  )
}
