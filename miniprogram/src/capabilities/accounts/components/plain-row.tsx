import { Text } from '@tarojs/components'
import { Icon } from '#ui/icon.tsx'
import { Tap } from '#ui/tap.tsx'

/** A row of few nodes, for lists of places. */
export function PlainRow({ title, onTap }: { title: string; onTap: () => void }) {
  return (
    <Tap className="row" onTap={onTap}>
      <Text className="row-w">{title}</Text>
      <Icon name="next" className="row-go" />
    </Tap>
  )
}
