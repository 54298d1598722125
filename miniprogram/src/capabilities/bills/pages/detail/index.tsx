import { View } from '@tarojs/components'
import type { Bill } from '@xlb/shared/bills/contract.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { usePageParams, usePageTitle, usePullDown } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { CallTownship } from '#ui/call-township.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { NeedSignIn } from '#ui/need-sign-in.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { uiWords } from '#ui/strings.zh-CN.ts'
import { useElder } from '#ui/use-elder.ts'
import { AccountCard, PayerCard } from '../../components/account-card.tsx'
import { BillHead } from '../../components/bill-head.tsx'
import { Adjusted, SomeonePaying } from '../../components/bill-notes.tsx'
import { HowMade } from '../../components/how-made.tsx'
import { PayBar } from '../../components/pay-bar.tsx'
import { RecentPeriods } from '../../components/recent-periods.tsx'
import { speakBill } from '../../sentences.ts'
import { billWords } from '../../strings.zh-CN.ts'
import '../../components/detail.scss'

function BillDetail() {
  const elder = useElder()
  const { status } = useSession()
  const { billId = '' } = usePageParams()
  const bill = useQuery(status === 'signed-in' ? 'bills.get' : null, { params: { billId } })
  const { data } = bill
  const title = elder && data !== undefined ? billWords.goTo(data.utility) : billWords.detailTitle
  usePageTitle(title)
  usePullDown(bill.refresh)
  if (status === 'signed-out') {
    return (
      <PageShell title={title}>
        <NeedSignIn />
      </PageShell>
    )
  }
  return (
    <PageShell
      title={title}
      speech={data === undefined ? [] : speakBill(data)}
      bar={data !== undefined && <PayBar bill={data} stale={bill.asOf !== null} />}
    >
      <Loaded query={bill} shape="bill">
        {(shown) => <BillCards bill={shown} elder={elder} />}
      </Loaded>
    </PageShell>
  )
}

/** Elder view: whose bill it is comes before how it is made. */
function BillCards({ bill, elder }: { bill: Bill; elder: boolean }) {
  const all = bill.sees === 'all'
  return (
    <View>
      <BillHead bill={bill} />
      {bill.paying !== null && <SomeonePaying paying={bill.paying} />}
      <Adjusted bill={bill} />
      {elder && <AccountCard bill={bill} />}
      {all && <HowMade bill={bill} />}
      {!elder && <AccountCard bill={bill} />}
      {!all && <PayerCard bill={bill} />}
      {bill.recent.length > 0 && <RecentPeriods bill={bill} />}
      {all && <HistoryRow accountId={bill.accountId} />}
      <CallTownship call={bill.call} title={uiWords.callAsk} />
    </View>
  )
}

function HistoryRow({ accountId }: { accountId: string }) {
  return (
    <View className="card card-flush">
      <ListRow
        icon="meter"
        title={billWords.historyRow}
        note={billWords.historyRowNote}
        onTap={() => {
          void go('bills.history', { accountId })
        }}
      />
    </View>
  )
}

export default page(BillDetail)
