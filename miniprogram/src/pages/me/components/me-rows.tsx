import { Text, View } from '@tarojs/components'
import type { Me } from '@xlb/shared/accounts/contract.ts'
import type { MeRow } from '#platform/nav/manifest.ts'
import { go } from '#platform/nav/nav.ts'
import { moreIconOf } from '#ui/icon.tsx'
import { ListRow } from '#ui/list-row.tsx'
import '#ui/more/more-icons.scss'
import { factOf } from '../rows.ts'

export function MeRows({ rows, me }: { rows: readonly MeRow[]; me: Me | null }) {
  return (
    <View className="card card-flush">
      {rows.map((row) => {
        const fact = factOf(row, me)
        return (
          <ListRow
            key={row.route}
            icon={moreIconOf(row.icon)}
            title={row.title}
            note={row.note}
            onTap={() => {
              void go(row.route)
            }}
            {...(fact === '' ? {} : { end: <Text className="sub">{fact}</Text> })}
          />
        )
      })}
    </View>
  )
}
