import { View } from '@tarojs/components'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import { speakYuan } from '@xlb/shared/platform/money-words.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { Banner } from '#ui/banner.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { NeedSignIn } from '#ui/need-sign-in.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import '../../components/confirming.scss'
import { OrderBar } from '../../components/order-bar.tsx'
import { OrderHead } from '../../components/order-head.tsx'
import { OrderSteps } from '../../components/order-steps.tsx'
import { RemindMe } from '../../components/remind-me.tsx'
import { confirmingWords, headWords } from '../../confirming.zh-CN.ts'
import { phaseOf } from '../../order-phase.ts'
import { billWords } from '../../strings.zh-CN.ts'
import { payJob } from '../../use-pay.ts'
import { useOrder } from '../../use-order.ts'

function Confirming() {
  const { orderId = '', billId = '', job = payJob(billId) } = usePageParams()
  const { status } = useSession()
  const order = useOrder(orderId, job, status === 'signed-in')
  const { data } = order
  if (status === 'signed-out') {
    return (
      <PageShell title={billWords.confirmingTitle}>
        <NeedSignIn />
      </PageShell>
    )
  }
  return (
    <PageShell
      title={billWords.confirmingTitle}
      speech={data === undefined ? [] : speakOrder(data)}
      bar={
        data !== undefined && <OrderBar order={data} phase={phaseOf(data)} billId={billId} refresh={order.refresh} />
      }
    >
      <Loaded query={order} shape="bill">
        {(shown) => <OrderCards order={shown} />}
      </Loaded>
    </PageShell>
  )
}

function OrderCards({ order }: { order: OrderView }) {
  const phase = phaseOf(order)
  return (
    <View>
      <OrderHead order={order} phase={phase} />
      <OrderSteps order={order} phase={phase} />
      {phase !== 'credited' && phase !== 'closed' && (
        <Banner tone="paid" icon="shield" title={confirmingWords.safeTitle} words={confirmingWords.safe} />
      )}
      <View className="card">
        <KeyValue name={confirmingWords.orderNo} value={order.no} />
        <KeyValue name={confirmingWords.method} value={confirmingWords.weChat} />
      </View>
      {phase === 'credited' && <RemindMe />}
      <CallTownship />
    </View>
  )
}

function speakOrder(order: OrderView): string[] {
  const { title, words } = headWords(phaseOf(order), order)
  return [`${title}。`, words, `${order.title}，${speakYuan(order.amount)}。`].filter((sentence) => sentence !== '')
}

export default page(Confirming)
