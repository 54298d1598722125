import { Text, View } from '@tarojs/components'
import type { Bill } from '@xlb/shared/bills/contract.ts'
import { AsOf } from '#ui/as-of.tsx'
import { Card } from '#ui/card.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { useElder } from '#ui/use-elder.ts'
import { madeWords } from '../made.zh-CN.ts'
import { billWords } from '../strings.zh-CN.ts'

/** Whose account, where, and which weeks: so that nobody pays a neighbour's bill by mistake. */
export function AccountCard({ bill }: { bill: Bill }) {
  const all = bill.sees === 'all'
  if (useElder()) {
    return (
      <Card title={billWords.forWhom}>
        <Text className="para">{billWords.family(bill.ownerName, bill.address)}</Text>
        <Text className="para">{billWords.lastFour(bill.accountCode)}</Text>
      </Card>
    )
  }
  return (
    <View className="card">
      <KeyValue name={billWords.account} value={bill.accountCode} />
      <KeyValue name={billWords.owner} value={bill.ownerName} />
      {all && <KeyValue name={billWords.address} value={bill.address} />}
      <KeyValue name={billWords.cycle} value={billWords.span(bill.from, bill.to)} />
      {all && <KeyValue name={billWords.reading} value={billWords.readingValue(bill.previousReading, bill.reading)} />}
    </View>
  )
}

/** Who pays for a household sees nothing of how it lives, and is told so. */
export function PayerCard({ bill }: { bill: Bill }) {
  return (
    <Card title={billWords.payerTitle}>
      <Text className="para">{billWords.payerWords}</Text>
      <Text className="row-s">{madeWords.whoseOnly(bill.office)}</Text>
      <View className="rule">
        <AsOf at={bill.asOf} source={bill.source} />
      </View>
    </Card>
  )
}
