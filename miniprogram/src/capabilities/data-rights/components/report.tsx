import { Text, View } from '@tarojs/components'
import type { Erasure } from '@xlb/shared/data-rights/contract.ts'
import { Heading } from '#ui/heading.tsx'
import { IconTile } from '#ui/icon.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { useWhen } from '#ui/more/when.ts'
import '#ui/more/more-icons.scss'
import { erasureWords } from '../strings.zh-CN.ts'

type Row = Erasure['report'][number]

/** What goes and what stays; for what stays the law's reason and the day until which. */
export function Report({ rows }: { rows: readonly Row[] }) {
  return (
    <View>
      <Part title={erasureWords.erased} rows={rows.filter(({ outcome }) => outcome === 'erased')} />
      <Part title={erasureWords.kept} rows={rows.filter(({ outcome }) => outcome === 'kept')} />
    </View>
  )
}

function Part({ title, rows }: { title: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null
  return (
    <View>
      <SectionTitle title={title} />
      <View className="card card-flush">
        {rows.map((row) => (
          <Line key={`${row.what}${row.why ?? ''}`} row={row} />
        ))}
      </View>
    </View>
  )
}

function Line({ row: { what, count, outcome, why, until } }: { row: Row }) {
  const { day } = useWhen()
  return (
    <View className="row">
      <IconTile name={outcome === 'erased' ? 'erase' : 'shield'} />
      <View className="row-m">
        <View>
          <Heading level="3" className="row-t b">
            {what}
          </Heading>
          {why !== null && <Text className="row-s">{why}</Text>}
          {until !== null && <Text className="row-s">{erasureWords.until(day(until))}</Text>}
        </View>
        <Text className="sub">{erasureWords.count(count)}</Text>
      </View>
    </View>
  )
}
