import { View } from '@tarojs/components'
import { useState } from 'react'
import { Banner } from '../banner.tsx'
import { Button } from '../button.tsx'
import type { IconName } from '../icon.tsx'

interface AskFirstProps {
  /** The button. */
  words: string
  icon: IconName
  /** What the second tap would do, and what stays. */
  title: string
  note: string
  yes: string
  no: string
  busy?: boolean
  kind?: 'secondary' | 'quiet'
  /** The button's full name, when the words alone do not tell one from another. */
  label?: string
  onYes: () => void
}

/** What cannot be taken back lightly takes a second tap, on the page itself. */
export function AskFirst({ words, icon, title, note, yes, no, busy = false, kind, label, onYes }: AskFirstProps) {
  const [asked, setAsked] = useState(false)
  const ask = (value: boolean) => () => {
    setAsked(value)
  }
  if (!asked) {
    return (
      <Button
        words={words}
        kind={kind ?? 'secondary'}
        icon={icon}
        onTap={ask(true)}
        {...(label === undefined ? {} : { label })}
      />
    )
  }
  return (
    <Banner tone="brand" icon={icon} alert title={title} words={note}>
      <View className="btns bn-b">
        <Button words={yes} kind="secondary" off={busy} onTap={onYes} />
        <Button words={no} kind="quiet" onTap={ask(false)} />
      </View>
    </Banner>
  )
}
