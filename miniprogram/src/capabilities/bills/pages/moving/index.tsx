import { View } from '@tarojs/components'
import { useState } from 'react'
import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries, useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { backTo } from '#platform/nav/nav.ts'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { accountWords, movingWords } from '../../accounts.zh-CN.ts'
import { AccountFacts, AccountHead } from '../../components/account-item.tsx'
import { AccountGone } from '../../components/gone.tsx'
import { Points } from '../../components/points.tsx'

/** The owner moves house: what ends, what stays, and two taps. */
function Moving() {
  const { accountId = '' } = usePageParams()
  const signedIn = useSession().status === 'signed-in'
  const accounts = useQuery(signedIn ? 'bills.accounts' : null, {})
  const [moved, setMoved] = useState(false)
  const onMoved = (): void => {
    setMoved(true)
  }
  return (
    <PageShell
      title={movingWords.title}
      own
      speech={moved ? [movingWords.doneWords] : [movingWords.spoken, ...movingWords.what]}
    >
      {moved ? (
        <Moved />
      ) : (
        <Loaded query={accounts} shape="bill">
          {({ items }) => (
            <Account account={items.find(({ id, role }) => id === accountId && role === 'owner')} onMoved={onMoved} />
          )}
        </Loaded>
      )}
    </PageShell>
  )
}

function Account({ account, onMoved }: { account: AccountRow | undefined; onMoved: () => void }) {
  const act = useAct()
  if (account === undefined) return <AccountGone />
  const move = async (): Promise<void> => {
    await call('bills.moveOut', { params: { accountId: account.id }, body: {} })
    onMoved()
    await refreshQueries(['bills.accounts', 'bills.list', 'home.get'])
  }
  return (
    <View>
      <View className="card">
        <AccountHead account={account} />
        <AccountFacts account={account} />
      </View>
      <Points title={movingWords.whatTitle} points={movingWords.what} />
      <View className="gap">
        <AskFirst
          words={movingWords.go}
          icon="leave"
          title={movingWords.goAsk}
          note={movingWords.goNote}
          yes={movingWords.yes}
          no={movingWords.no}
          busy={act.busy}
          onYes={() => {
            act.run(move)
          }}
        />
        <Problem error={act.problem} title={movingWords.problem} />
      </View>
      <View className="gap">
        <CallTownship />
      </View>
    </View>
  )
}

function Moved() {
  return (
    <EmptyState title={movingWords.done} words={movingWords.doneWords}>
      <Button
        words={accountWords.back}
        onTap={() => {
          void backTo('bills.accounts')
        }}
      />
    </EmptyState>
  )
}

export default page(Moving)
