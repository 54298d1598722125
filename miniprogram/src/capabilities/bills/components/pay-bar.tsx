import { View } from '@tarojs/components'
import type { Bill } from '@xlb/shared/bills/contract.ts'
import { go, replace } from '#platform/nav/nav.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { useElder } from '#ui/use-elder.ts'
import { askedAmount } from '../sentences.ts'
import { billWords, payingWords } from '../strings.zh-CN.ts'
import { usePay } from '../use-pay.ts'
import { PayTrouble } from './pay-trouble.tsx'

interface PayBarProps {
  bill: Bill
  /** The bill is a kept copy: paying waits for a fresh one. */
  stale: boolean
}

/** What can be done with the bill now. Buttons follow the server's `can`. */
export function PayBar({ bill, stale }: PayBarProps) {
  if (bill.paying?.canTakeOver === true) return <TakeOver bill={bill} stale={stale} />
  if (bill.can.pay) return <Payable bill={bill} stale={stale} />
  const { receiptId, orderId } = bill
  if (receiptId !== null) return <SeeReceipt receiptId={receiptId} />
  if (orderId !== null && bill.state !== 'SUPERSEDED') {
    return (
      <ActionBar>
        <ResultButton bill={bill} />
      </ActionBar>
    )
  }
  return bill.state === 'SUPERSEDED' ? <SeeNewer /> : null
}

function Payable({ bill, stale }: PayBarProps) {
  const elder = useElder()
  const { busy, problem, pay } = usePay()
  // Once the phone has said it paid, looking comes before paying; paying again would still be the same order.
  const told = (bill.order?.hintedAt ?? null) !== null
  const amount = askedAmount(bill)
  const words = elder ? billWords.payElder(amount) : billWords.pay(amount)
  const payButton = (
    <Button
      words={label(told ? billWords.payAgain : words, busy, stale)}
      kind={told ? 'plain' : 'primary'}
      off={busy || stale}
      onTap={() => {
        pay({ kind: 'bill', billId: bill.id })
      }}
    />
  )
  const instead = problem?.stopped === true || (problem?.older ?? null) !== null
  return (
    <ActionBar hint={elder ? billWords.payHintElder : billWords.payHint}>
      <PayTrouble problem={problem} office={bill.office} busy={busy} pay={pay} />
      {told && <ResultButton bill={bill} />}
      {!instead && payButton}
    </ActionBar>
  )
}

/** Another began long ago: the provider is asked first, then this reader pays. */
function TakeOver({ bill, stale }: PayBarProps) {
  const { busy, problem, pay } = usePay()
  return (
    <ActionBar hint={billWords.payHint}>
      <PayTrouble problem={problem} office={bill.office} busy={busy} pay={pay} />
      <Button
        words={label(payingWords.takeOver(bill.toPay), busy, stale)}
        off={busy || stale}
        onTap={() => {
          pay({ kind: 'take-over', billId: bill.id })
        }}
      />
    </ActionBar>
  )
}

function label(words: string, busy: boolean, stale: boolean): string {
  if (stale) return billWords.payStale
  return busy ? billWords.paying : words
}

function ResultButton({ bill: { id, orderId } }: { bill: Bill }) {
  if (orderId === null) return null
  return (
    <View>
      <Button
        words={billWords.seeResult}
        onTap={() => {
          void go('bills.confirming', { orderId, billId: id })
        }}
      />
    </View>
  )
}

function SeeReceipt({ receiptId }: { receiptId: string }) {
  const words = useElder() ? billWords.seeReceiptElder : billWords.seeReceipt
  return (
    <ActionBar>
      <Button
        words={words}
        icon="receipt"
        onTap={() => {
          void go('payments.receipt', { receiptId })
        }}
      />
    </ActionBar>
  )
}

function SeeNewer() {
  return (
    <ActionBar>
      <Button
        words={billWords.seeNewer}
        onTap={() => {
          void replace('bills.list')
        }}
      />
    </ActionBar>
  )
}
