import { View } from '@tarojs/components'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import { go, replace } from '#platform/nav/nav.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { confirmingWords } from '../confirming.zh-CN.ts'
import type { OrderPhase } from '../order-phase.ts'
import { useAskNow } from '../use-order.ts'

interface OrderBarProps {
  order: OrderView
  phase: OrderPhase
  billId: string
  refresh: () => Promise<void>
}

/** What to do while the answer is open, and once it is there. */
export function OrderBar({ order, phase, billId, refresh }: OrderBarProps) {
  const { busy, problem, ask } = useAskNow(order.id, refresh)
  const { receiptId } = order
  return (
    <ActionBar>
      {problem !== '' && (
        <View className="act-p">
          <Banner tone="stale" icon="alert" alert title={problem} />
        </View>
      )}
      {receiptId !== null && order.can.seeReceipt ? (
        <Button
          words={confirmingWords.seeReceipt}
          icon="receipt"
          onTap={() => {
            void replace('payments.receipt', { receiptId })
          }}
        />
      ) : (
        <NextStep phase={phase} billId={billId} />
      )}
      {order.can.ask && (
        <Button
          words={busy ? confirmingWords.askingNow : confirmingWords.askNow}
          kind="plain"
          icon="again"
          off={busy}
          onTap={ask}
        />
      )}
      {receiptId !== null && <Button words={confirmingWords.home} kind="plain" onTap={home} />}
    </ActionBar>
  )
}

function home(): void {
  void go('home')
}

function NextStep({ phase, billId }: { phase: OrderPhase; billId: string }) {
  if (phase !== 'unpaid' && phase !== 'closed') return <Button words={confirmingWords.goHome} onTap={home} />
  return (
    <Button
      words={confirmingWords.backToBill}
      onTap={() => {
        void (billId === '' ? replace('bills.list') : replace('bills.detail', { billId }))
      }}
    />
  )
}
