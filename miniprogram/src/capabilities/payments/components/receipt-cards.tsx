import { View } from '@tarojs/components'
import type { Receipt } from '@xlb/shared/payments/order-schemas.ts'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { AmountText } from '#ui/amount-text.tsx'
import { Card } from '#ui/card.tsx'
import { Heading } from '#ui/heading.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { TwoTruths } from '#ui/two-truths.tsx'
import { receiptWords } from '../strings.zh-CN.ts'

/** The amount and both truths with their times. */
export function ReceiptHead({ receipt }: { receipt: Receipt }) {
  return (
    <View className="card">
      <View className="card-h">
        <Heading level="2" className="card-t">
          {receipt.title}
        </Heading>
        <StateTag tone="credited" words={receiptWords.credited} />
      </View>
      <AmountText amount={receipt.amount} />
      <TwoTruths
        received={{
          done: true,
          tone: 'paid',
          title: receiptWords.received,
          notes: [receipt.method, localMinute(receipt.receivedAt)],
        }}
        credited={{
          done: true,
          tone: 'credited',
          title: receiptWords.credited,
          notes: [receipt.office, localMinute(receipt.creditedAt)],
        }}
      />
    </View>
  )
}

export function ReceiptLines({ receipt }: { receipt: Receipt }) {
  return (
    <Card title={receiptWords.lines}>
      {receipt.lines.map(({ label, amount }, at) => (
        <KeyValue key={`${String(at)}${label}`} name={label} value={receiptWords.yuan(amount)} />
      ))}
      <View className="rule b">
        <KeyValue name={receiptWords.sum} value={receiptWords.yuan(receipt.amount)} />
      </View>
    </Card>
  )
}

/** Every number someone may be asked for. */
export function ReceiptFacts({ receipt }: { receipt: Receipt }) {
  return (
    <View className="card">
      <KeyValue name={receiptWords.no} value={receipt.no} />
      <KeyValue name={receiptWords.owner} value={receipt.ownerName} />
      <KeyValue name={receiptWords.account} value={receipt.accountCode} />
      {receipt.payerName !== null && <KeyValue name={receiptWords.payer} value={receipt.payerName} />}
      <KeyValue name={receiptWords.payee} value={receipt.office} />
      <KeyValue name={receiptWords.merchant} value={receipt.merchantName} />
      <KeyValue name={receiptWords.method} value={receipt.method} />
      <KeyValue name={receiptWords.orderNo} value={receipt.orderNo} />
      <KeyValue name={receiptWords.providerNo} value={receipt.providerNo} />
      <KeyValue name={receiptWords.postingRef} value={receipt.postingRef} />
    </View>
  )
}
