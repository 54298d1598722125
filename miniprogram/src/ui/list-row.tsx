import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Icon, IconTile } from './icon.tsx'
import type { IconName } from './icon.tsx'
import { Tap } from './tap.tsx'

interface ListRowProps {
  icon: IconName
  tone?: string
  title: string
  note?: string
  /** A value at the end; it drops below the words when there is no room. */
  end?: ReactNode
  label?: string
  onTap: () => void
}

export function ListRow({ icon, tone, title, note, end, label, onTap }: ListRowProps) {
  return (
    <Tap className="row" onTap={onTap} said={label === undefined ? {} : { label }}>
      <IconTile name={icon} {...(tone === undefined ? {} : { tone })} />
      <View className="row-m">
        <View>
          <Text className="row-t">{title}</Text>
          {note !== undefined && note !== '' && <Text className="row-s">{note}</Text>}
        </View>
        {end}
      </View>
      <Icon name="next" className="row-go" />
    </Tap>
  )
}
