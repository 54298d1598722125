import { View } from '@tarojs/components'
import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { useSession } from '#platform/session/session.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { accountWords, sectionWords } from '../../accounts.zh-CN.ts'
import { AccountItem } from '../../components/account-item.tsx'
import { ReminderSwitch } from '../../components/reminder-switch.tsx'
import { spokenName } from '../../strings.zh-CN.ts'

const roles = ['owner', 'viewer', 'payer'] as const

/** Every account that I own, may look at or pay for. */
function Accounts() {
  const signedIn = useSession().status === 'signed-in'
  const accounts = useQuery(signedIn ? 'bills.accounts' : null, {})
  return (
    <AnswerPage title={accountWords.title} query={accounts} speech={({ items }) => speak(items)} bar={<AddBar />}>
      {({ items, reminders }) => (
        <View>
          {items.length === 0 && <EmptyState title={accountWords.noneTitle} words={accountWords.none} />}
          {roles.map((role) => (
            <Section key={role} title={sectionWords[role]} accounts={items.filter((one) => one.role === role)} />
          ))}
          <View className="gap card card-flush">
            {items.length > 0 && <ReminderSwitch on={reminders} />}
            <ListRow
              icon="help"
              title={accountWords.help}
              note={accountWords.helpNote}
              onTap={() => {
                void go('bills.help')
              }}
            />
          </View>
        </View>
      )}
    </AnswerPage>
  )
}

function Section({ title, accounts }: { title: string; accounts: readonly AccountRow[] }) {
  if (accounts.length === 0) return null
  return (
    <View>
      <SectionTitle title={title} />
      {accounts.map((account) => (
        <AccountItem key={account.id} account={account} />
      ))}
    </View>
  )
}

function AddBar() {
  return (
    <ActionBar>
      <Button
        words={accountWords.add}
        onTap={() => {
          void go('bills.bind')
        }}
      />
    </ActionBar>
  )
}

const speak = (items: readonly AccountRow[]): string[] =>
  items.length === 0
    ? [accountWords.spokenNone]
    : items.map(({ role, ownerName, utility, due }) =>
        accountWords.spoken(
          sectionWords[role],
          spokenName(ownerName),
          utility,
          accountWords.spokenDue(due.count, due.amount),
        ),
      )

export default page(Accounts)
