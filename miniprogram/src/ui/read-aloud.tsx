import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { usePageHide } from '#platform/nav/page.ts'
import { canSpeak, speak, stopSpeaking, useSpeaking } from '#platform/speech/speech.ts'
import { Button } from './button.tsx'
import { uiWords } from './strings.zh-CN.ts'

/** Reads the page's sentences, started by a tap, and marks the one being read; absent where the platform has no voice. */
export function ReadAloud({ sentences, beside = null }: { sentences: readonly string[]; beside?: ReactNode }) {
  const at = useSpeaking()
  usePageHide(stopSpeaking)
  const mute = !canSpeak() || sentences.length === 0
  if (mute && beside === null) return null
  const now = sentences[at]
  return (
    <View className="say">
      <View className="btns">
        {!mute && <ReadButton sentences={sentences} speaking={now !== undefined} />}
        {beside}
      </View>
      {now !== undefined && <Text className="say-now">{now}</Text>}
    </View>
  )
}

function ReadButton({ sentences, speaking }: { sentences: readonly string[]; speaking: boolean }) {
  if (speaking) return <Button words={uiWords.stopRead} kind="secondary" icon="stop" onTap={stopSpeaking} />
  return (
    <Button
      words={uiWords.read}
      kind="secondary"
      icon="speaker"
      onTap={() => {
        speak(sentences)
      }}
    />
  )
}
