import { Text, View } from '@tarojs/components'
import type { Bill } from '@xlb/shared/bills/contract.ts'
import { billStateWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { AmountText } from '#ui/amount-text.tsx'
import { Banner } from '#ui/banner.tsx'
import { Heading } from '#ui/heading.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { TwoTruths } from '#ui/two-truths.tsx'
import type { Truth } from '#ui/two-truths.tsx'
import { useElder } from '#ui/use-elder.ts'
import { askedAmount, dueSentence } from '../sentences.ts'
import { billWords } from '../strings.zh-CN.ts'
import { billTones } from '../tones.ts'

/** The answer first: how much, what state, by when; then the two truths. */
export function BillHead({ bill }: { bill: Bill }) {
  const elder = useElder()
  const words = billStateWords[bill.state]
  const due = dueSentence(bill, elder)
  const asked = bill.can.pay || bill.paying !== null ? bill.toPay : bill.amount
  const late = elder ? `${due}，${bill.penalty.words}。` : `${due}，${bill.penalty.words}`
  return (
    <View className="card">
      <View className="card-h">
        <Heading level="2" className="card-t">
          {elder ? billWords.titleElder(bill) : billWords.title(bill)}
        </Heading>
        {!elder && <StateTag tone={billTones[bill.state]} words={words.standard} />}
      </View>
      <AmountText amount={asked} />
      {elder && (
        <View className="tag-l">
          <StateTag tone={billTones[bill.state]} words={words.elder} />
        </View>
      )}
      {due !== '' && <Text className={elder ? 'para' : 'row-s'}>{late}</Text>}
      {asked !== bill.amount && <WhyOther bill={bill} />}
      {isCovered(bill) && (
        <View className="gap">
          <Banner tone="credited" icon="done" title={billWords.coveredTitle} words={billWords.coveredWords} />
        </View>
      )}
      {bill.can.pay && askedAmount(bill) !== bill.toPay && bill.order !== null && (
        <Text className="row-s">{billWords.withOthers(bill.order.title, bill.order.amount)}</Text>
      )}
      {bill.state !== 'SUPERSEDED' && <TwoTruths received={received(bill)} credited={credited(bill)} />}
    </View>
  )
}

/** The sum asked for is not the bill's own: what is added, what is taken off. */
function WhyOther({ bill: { amount, penalty, carried } }: { bill: Bill }) {
  return (
    <View>
      <KeyValue name={billWords.billed} value={billWords.yuan(amount)} />
      {penalty.amount > 0 && <KeyValue name={billWords.penalty} value={billWords.yuan(penalty.amount)} />}
      {carried < 0 && <KeyValue name={billWords.carriedLess} value={billWords.minus(-carried)} />}
      {carried > 0 && <KeyValue name={billWords.carriedMore} value={billWords.yuan(carried)} />}
    </View>
  )
}

/** Earlier overpayments and advances leave nothing to pay. */
const isCovered = ({ state, toPay }: Bill): boolean => (state === 'ISSUED' || state === 'OVERDUE') && toPay === 0

function received(bill: Bill): Truth {
  const at = bill.order?.receivedAt ?? null
  if (at !== null)
    return { done: true, tone: 'paid', title: billWords.received, notes: [billWords.byWeChat, localMinute(at)] }
  // Paid by another of the household, or at the utility's own counter: there is no order of this reader's.
  if (bill.creditedAt !== null)
    return { done: true, tone: 'paid', title: billWords.received, notes: [billWords.byOthers] }
  if (bill.paying !== null)
    return { done: false, tone: 'paid', title: billWords.notReceived, notes: [billWords.othersPay] }
  if (bill.state === 'RECEIVED')
    return { done: true, tone: 'paid', title: billWords.received, notes: [billWords.byOthers] }
  const note = bill.order?.hintedAt != null && bill.state === 'PAYING' ? billWords.checking : billWords.waitYou
  return { done: false, tone: 'paid', title: billWords.notReceived, notes: [note] }
}

function credited(bill: Bill): Truth {
  if (bill.creditedAt !== null) {
    return {
      done: true,
      tone: 'credited',
      title: billWords.credited,
      notes: [bill.office, localMinute(bill.creditedAt)],
    }
  }
  const title = bill.state === 'RECEIVED' ? billWords.waitCredited : billWords.notCredited
  return { done: false, tone: 'credited', title, notes: [billWords.afterReceived(bill.utility)] }
}
