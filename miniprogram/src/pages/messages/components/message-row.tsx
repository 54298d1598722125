import { Text, View } from '@tarojs/components'
import { memo } from 'react'
import type { MessageRow as Message } from '@xlb/shared/messages/contract.ts'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { Icon, IconTile } from '#ui/icon.tsx'
import type { IconName } from '#ui/icon.tsx'
import { Tap } from '#ui/tap.tsx'
import { tabWords } from '../../strings.zh-CN.ts'

interface Look {
  readonly icon: IconName
  readonly tone: string
}

/** By kind; one that this version does not know is a message like any other. */
const looks: Readonly<Record<string, Look>> = {
  receipt: { icon: 'receipt', tone: 'brand' },
  suspense: { icon: 'swap', tone: 'due' },
  refund: { icon: 'undo', tone: 'paid' },
  login: { icon: 'shield', tone: 'due' },
  'real-name': { icon: 'shield', tone: 'brand' },
  family: { icon: 'family', tone: 'brand' },
  vaccine: { icon: 'vaccine', tone: 'brand' },
  erasure: { icon: 'alert', tone: 'due' },
}
const plain: Look = { icon: 'bell', tone: 'brand' }

interface MessageRowProps {
  message: Message
  onOpen: (message: Message) => void
}

/** One message: unread is a word and a dot, not the dot alone. */
export const MessageRow = memo(function MessageRow({ message, onOpen }: MessageRowProps) {
  const { icon, tone } = looks[message.kind] ?? plain
  return (
    <Tap
      className="row"
      onTap={() => {
        onOpen(message)
      }}
    >
      <IconTile name={icon} tone={tone} />
      <View className="row-w">
        <View className="mr-h">
          <Text className={message.read ? 'row-t' : 'row-t b'}>{message.title}</Text>
          <Text className="meta">{localMinute(message.at).slice(11)}</Text>
        </View>
        <Text className="row-s">{message.body}</Text>
        <View className="mr-h">
          <Text className="meta">{message.from}</Text>
          {!message.read && <Text className="mr-n">{tabWords.unread}</Text>}
        </View>
      </View>
      {message.link !== null && <Icon name="next" className="row-go" />}
    </Tap>
  )
})
