import { View } from '@tarojs/components'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { serverNow } from '#platform/api/clock.ts'
import { Banner } from '#ui/banner.tsx'
import { StepTrail } from '#ui/step-trail.tsx'
import type { Step } from '#ui/step-trail.tsx'
import { confirmingWords } from '../confirming.zh-CN.ts'
import type { OrderPhase } from '../order-phase.ts'
import { useWaited } from '../use-order.ts'

/** The three steps of the money, or, when it takes another way, that way in words. */
export function OrderSteps({ order, phase }: { order: OrderView; phase: OrderPhase }) {
  const waiting = phase === 'confirming' ? (order.hintedAt ?? order.submittedAt) : null
  const waited = useWaited(waiting)
  if (phase === 'unpaid' || phase === 'closed') return null
  if (order.refund !== null) return <RefundNote refund={order.refund} />
  if (phase === 'suspense') return null
  return (
    <View className="card">
      <StepTrail steps={stepsOf(order, phase, waited)} />
    </View>
  )
}

function stepsOf(order: OrderView, phase: OrderPhase, waited: number): Step[] {
  const { submittedAt, receivedAt, creditedAt, nextAskAt, office } = order
  const asking: Step = {
    state: receivedAt === null ? 'now' : 'done',
    title: receivedAt === null ? confirmingWords.asking : confirmingWords.asked,
    notes:
      receivedAt === null
        ? [
            confirmingWords.waited(waited),
            ...(nextAskAt === null ? [] : [confirmingWords.nextAsk(nextAskAt, serverNow())]),
          ]
        : [localMinute(receivedAt)],
  }
  const posting: Step = {
    state: creditedAt === null ? (phase === 'received' ? 'now' : 'todo') : 'done',
    title: confirmingWords.posting(office),
    notes:
      creditedAt === null
        ? [(phase === 'received' ? confirmingWords.postingNow : confirmingWords.postingNote)(order.title)]
        : [localMinute(creditedAt), confirmingWords.postingDone],
  }
  return [{ state: 'done', title: confirmingWords.submitted, notes: [localMinute(submittedAt)] }, asking, posting]
}

function RefundNote({ refund }: { refund: NonNullable<OrderView['refund']> }) {
  const words = {
    working: confirmingWords.refundWorking,
    done: confirmingWords.refundDone(refund.at),
    'by-hand': confirmingWords.refundByHand,
  }[refund.state]
  return <Banner tone="paid" icon="undo" title={confirmingWords.refund(refund.amount)} words={words} />
}
