import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { Button } from '#ui/button.tsx'
import './accounts.scss'
import { Heading } from '#ui/heading.tsx'
import { IconTile } from '#ui/icon.tsx'

interface DoneCardProps {
  title: string
  words: string
  button: string
  onTap: () => void
}

/** It is done, and what that means. */
export function DoneCard({ title, words, button, onTap }: DoneCardProps) {
  return (
    <View className="card" {...aria({ role: 'status' })}>
      <View className="dc">
        <IconTile name="done" tone="credited" />
        <Heading level="2" className="card-t">
          {title}
        </Heading>
      </View>
      <Text className="para">{words}</Text>
      <Button words={button} onTap={onTap} />
    </View>
  )
}
