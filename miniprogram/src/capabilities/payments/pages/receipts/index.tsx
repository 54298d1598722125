import type { ReceiptRow } from '@xlb/shared/payments/order-schemas.ts'
import { speakYuan } from '@xlb/shared/platform/money-words.ts'
import { usePages } from '#platform/api/pages.ts'
import { page } from '#platform/fail/page.tsx'
import { useSession } from '#platform/session/session.ts'
import { PageShell } from '#ui/page-shell.tsx'
import { PagedList } from '#ui/more/paged-list.tsx'
import { ReceiptRows } from '../../components/receipt-rows.tsx'
import { receiptWords } from '../../strings.zh-CN.ts'

function Receipts() {
  const { status } = useSession()
  const list = usePages(status === 'signed-in' ? 'payments.receipts' : null, {})
  return (
    <PageShell title={receiptWords.listTitle} own speech={(list.data ?? []).map(speakRow)}>
      <PagedList list={list}>{(rows) => <ReceiptRows rows={rows} />}</PagedList>
    </PageShell>
  )
}

const speakRow = (row: ReceiptRow): string => receiptWords.spoken(row.title, speakYuan(row.amount))

export default page(Receipts)
