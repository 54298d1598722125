import { Text, View } from '@tarojs/components'
import type { Bill } from '@xlb/shared/bills/contract.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'
import { AsOf } from '#ui/as-of.tsx'
import { Banner } from '#ui/banner.tsx'
import { Card } from '#ui/card.tsx'
import { DataTable } from '#ui/data-table.tsx'
import type { TableRow } from '#ui/data-table.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { useElder } from '#ui/use-elder.ts'
import { lineName, madeWords, priceWords } from '../made.zh-CN.ts'
import { usageSentences } from '../sentences.ts'
import { billWords } from '../strings.zh-CN.ts'
import { TierBar } from './tier-bar.tsx'

/** How the sum comes about: sentence, picture, table, and whose figure it is. */
export function HowMade({ bill }: { bill: Bill }) {
  const elder = useElder()
  return (
    <Card title={madeWords.how}>
      <Text className="para">{usageSentences(bill, elder).join('')}</Text>
      <TierBar tiers={bill.tiers} utility={bill.utility} />
      <DataTable
        label={madeWords.tableLabel}
        columns={madeWords.columns(bill.utility)}
        rows={bill.lines.map((line, at) => rowOf(bill, line, at, elder))}
        total={{
          name: elder ? madeWords.sumElder : madeWords.sum,
          value: elder ? billWords.yuan(bill.amount) : formatYuan(bill.amount),
        }}
      />
      <View className="rule">
        <AsOf at={bill.asOf} source={bill.source} />
      </View>
      <WhoseFigure bill={bill} />
    </Card>
  )
}

function rowOf({ utility }: Bill, line: Bill['lines'][number], at: number, elder: boolean): TableRow {
  const price = priceWords(line.priceTenthFen)
  const amount = elder ? billWords.yuan(line.amount) : formatYuan(line.amount)
  return {
    key: `${String(at)}${line.label}`,
    cells: [lineName(line, elder), String(line.usage), price, amount],
    note: madeWords.lineNote(line.usage, price, utility),
  }
}

/** The amount is the utility's. Our own sum explains it; where the two differ the page says so. */
function WhoseFigure({ bill }: { bill: Bill }) {
  const { tariff, utility } = bill
  return (
    <View>
      <Text className="row-s">{madeWords.tariff(tariff.name, utility)}</Text>
      {tariff.status === 'assumption' && (
        <View className="hm-a">
          <StateTag tone="stale" words={madeWords.assumption} />
          <Text className="row-s">{madeWords.assumptionWords(utility)}</Text>
        </View>
      )}
      {bill.differs ? (
        <Banner
          tone="due"
          icon="alert"
          title={madeWords.differsTitle}
          words={madeWords.differs(bill.computed, bill.amount, utility)}
        />
      ) : (
        <Text className="row-s">{madeWords.whose(bill.office, utility)}</Text>
      )}
    </View>
  )
}
