import { Text, View } from '@tarojs/components'
import { memo } from 'react'
import type { LookRow } from '@xlb/shared/data-rights/contract.ts'
import { IconTile } from '#ui/icon.tsx'
import { useWhen } from '#ui/more/when.ts'
import '#ui/more/more-icons.scss'
import { lookWords } from '../strings.zh-CN.ts'

const icons = { shown: 'eye', refused: 'close', unsure: 'alert' } as const
const tones = { shown: 'brand', refused: 'overdue', unsure: 'stale' } as const

/** One look: who, why, what, when. A refused one is told as well, since it was tried. */
export const LookLine = memo(function LookLine({ row }: { row: LookRow }) {
  const { minute } = useWhen()
  return (
    <View className="row lk">
      <IconTile name={icons[row.outcome]} tone={tones[row.outcome]} />
      <View className="row-w">
        <Text className="row-t b">{lookWords[row.outcome](row.office)}</Text>
        {notesOf(row).map((note) => (
          <Text key={note} className="row-s">
            {note}
          </Text>
        ))}
        <Text className="row-s">{minute(row.at)}</Text>
      </View>
    </View>
  )
})

function notesOf({ purpose, fields, caseNo, outcome }: LookRow): string[] {
  const seen = outcome === 'refused' || fields.length === 0 ? lookWords.noFields : lookWords.fields(fields)
  const parts = [
    lookWords.purpose(purpose),
    caseNo === null ? '' : lookWords.caseNo(caseNo),
    outcome === 'unsure' ? lookWords.unsureNote : seen,
  ]
  return parts.filter((part) => part !== '')
}
