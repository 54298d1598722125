import { Text, View } from '@tarojs/components'
import type { History } from '@xlb/shared/bills/account-schemas.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'
import { aria } from '#platform/aria.ts'
import { useRoomy } from '#ui/use-elder.ts'
import { historyWords } from '../accounts.zh-CN.ts'
import './year-chart.scss'

/** A year's bills beside the year before: two bars a period, side by side, or one below the other where letters are large. */
export function YearChart({ history: { year, rows, sentence } }: { history: History }) {
  const roomy = useRoomy()
  const beside = rows.some(({ before }) => before !== null)
  const most = Math.max(1, ...rows.map(({ amount, before }) => Math.max(amount, before?.amount ?? 0)))
  const share = (amount: number): string => `${String(Math.max(1, Math.round((amount / most) * 100)))}%`
  return (
    <View className={roomy ? 'yc yc-row' : 'yc'} {...aria({ role: 'img', label: sentence })}>
      <View className="yc-k">
        <Text className="yc-kn">{historyWords.now(year)}</Text>
        {beside && <Text className="yc-kb">{historyWords.now(String(Number(year) - 1))}</Text>}
      </View>
      <View className="yc-b">
        {rows.map(({ period, amount, before }) => (
          <View key={period} className="yc-p">
            <View className="yc-t">
              {before !== null && <Bar kind="b" share={share(before.amount)} roomy={roomy} amount={before.amount} />}
              <Bar kind="n" share={share(amount)} roomy={roomy} amount={amount} />
            </View>
            <Text className="yc-l">{historyWords.month(period)}</Text>
          </View>
        ))}
      </View>
    </View>
  )
}

interface BarProps {
  kind: 'n' | 'b'
  share: string
  roomy: boolean
  amount: number
}

function Bar({ kind, share, roomy, amount }: BarProps) {
  if (!roomy) return <View className={`yc-f yc-f${kind}`} style={{ height: share }} />
  return (
    <View className="yc-r">
      <View className="yc-w">
        <View className={`yc-f yc-f${kind}`} style={{ width: share }} />
      </View>
      <Text className={kind === 'n' ? 'b' : ''}>{formatYuan(amount)}</Text>
    </View>
  )
}
