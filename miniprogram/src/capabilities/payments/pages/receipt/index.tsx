import { View } from '@tarojs/components'
import type { Receipt } from '@xlb/shared/payments/order-schemas.ts'
import { dayOf, speakDay } from '@xlb/shared/platform/day-words.ts'
import { speakYuan } from '@xlb/shared/platform/money-words.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { Banner } from '#ui/banner.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { ReceiptFacts, ReceiptHead, ReceiptLines } from '../../components/receipt-cards.tsx'
import { receiptWords } from '../../strings.zh-CN.ts'

function ReceiptPage() {
  const { receiptId = '' } = usePageParams()
  const { status } = useSession()
  const receipt = useQuery(status === 'signed-in' ? 'payments.receipt' : null, { params: { receiptId } })
  return (
    <PageShell title={receiptWords.title} own speech={receipt.data === undefined ? [] : speakReceipt(receipt.data)}>
      <Loaded query={receipt} shape="bill">
        {(data) => (
          <View>
            <ReceiptHead receipt={data} />
            <ReceiptLines receipt={data} />
            <ReceiptFacts receipt={data} />
            <Banner tone="brand" icon="receipt" title={receiptWords.invoice} words={data.invoiceHint} />
            <View className="gap">
              <CallTownship />
            </View>
          </View>
        )}
      </Loaded>
    </PageShell>
  )
}

function speakReceipt(receipt: Receipt): string[] {
  return [
    receiptWords.spoken(receipt.title, speakYuan(receipt.amount)),
    receiptWords.spokenWhen(speakDay(dayOf(receipt.creditedAt)), receipt.office),
    receipt.invoiceHint,
  ]
}

export default page(ReceiptPage)
