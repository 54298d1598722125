import { Text } from '@tarojs/components'
import { Card } from '#ui/card.tsx'
import './accounts.scss'

/** What follows from an act, point by point. */
export function Points({ title, points }: { title: string; points: readonly string[] }) {
  return (
    <Card title={title}>
      {points.map((words) => (
        <Text key={words} className="bd-p">
          {words}
        </Text>
      ))}
    </Card>
  )
}
