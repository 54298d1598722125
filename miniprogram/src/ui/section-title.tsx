import { Text, View } from '@tarojs/components'
import { Heading } from './heading.tsx'

export function SectionTitle({ title, note }: { title: string; note?: string }) {
  return (
    <View className="sec">
      <Heading level="2" className="sec-t">
        {title}
      </Heading>
      {note !== undefined && <Text className="meta">{note}</Text>}
    </View>
  )
}
