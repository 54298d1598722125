import { View } from '@tarojs/components'
import { memo } from 'react'
import type { ReceiptRow } from '@xlb/shared/payments/order-schemas.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { go } from '#platform/nav/nav.ts'
import { AmountText } from '#ui/amount-text.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { receiptWords } from '../strings.zh-CN.ts'

export function ReceiptRows({ rows }: { rows: readonly ReceiptRow[] }) {
  if (rows.length === 0) {
    return (
      <EmptyState title={receiptWords.noneTitle} words={receiptWords.none}>
        <Button
          words={receiptWords.seeBills}
          kind="quiet"
          onTap={() => {
            void go('bills.list')
          }}
        />
      </EmptyState>
    )
  }
  return (
    <View className="card card-flush">
      {rows.map((row) => (
        <ReceiptLine key={row.id} row={row} />
      ))}
    </View>
  )
}

const ReceiptLine = memo(function ReceiptLine({ row }: { row: ReceiptRow }) {
  return (
    <ListRow
      icon="receipt"
      title={row.title}
      note={receiptWords.creditedOn(dayOf(row.creditedAt))}
      end={<AmountText amount={row.amount} small />}
      onTap={() => {
        void go('payments.receipt', { receiptId: row.id })
      }}
    />
  )
})
