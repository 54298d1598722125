import { View } from '@tarojs/components'
import { useState } from 'react'
import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import { page } from '#platform/fail/page.tsx'
import { backTo } from '#platform/nav/nav.ts'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { bindWords } from '../../accounts.zh-CN.ts'
import { BindForm } from '../../components/bind-form.tsx'

/** Pay for an account: one's own, a parent's, a neighbour's. */
function Bind() {
  const [bound, setBound] = useState<AccountRow | null>(null)
  return (
    <PageShell title={bindWords.title} own speech={bound === null ? bindWords.spoken : [doneWords(bound)]}>
      {bound === null ? <BindForm onBound={setBound} /> : <Bound account={bound} />}
      <View className="gap">
        <CallTownship />
      </View>
    </PageShell>
  )
}

const doneWords = ({ role, ownerName, utility }: AccountRow): string =>
  role === 'owner' ? bindWords.doneOwner(utility) : bindWords.doneWords(ownerName, utility)

function Bound({ account }: { account: AccountRow }) {
  return (
    <EmptyState title={bindWords.done} words={doneWords(account)}>
      <Button
        words={bindWords.seeBills}
        onTap={() => {
          void backTo(`bills.${account.utility}`)
        }}
      />
      <Button
        words={bindWords.toAccounts}
        kind="quiet"
        onTap={() => {
          void backTo('bills.accounts')
        }}
      />
    </EmptyState>
  )
}

export default page(Bind)
