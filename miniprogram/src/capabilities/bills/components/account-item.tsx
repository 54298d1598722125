import { Text, View } from '@tarojs/components'
import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { go } from '#platform/nav/nav.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { Button } from '#ui/button.tsx'
import { Heading } from '#ui/heading.tsx'
import { IconTile } from '#ui/icon.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { useElder } from '#ui/use-elder.ts'
import { useWhen } from '#ui/more/when.ts'
import { accountWords } from '../accounts.zh-CN.ts'
import { billWords } from '../strings.zh-CN.ts'
import './accounts.scss'
import { RoleTag } from './role-tag.tsx'

/** One account: whose it is, what is due, and everything that can be done with it. */
export function AccountItem({ account }: { account: AccountRow }) {
  return (
    <View className="card">
      <AccountHead account={account} />
      <AccountFacts account={account} />
      <View className="btns ai-b">
        {account.due.count > 0 && account.status === 'ACTIVE' && <PayButton account={account} />}
        {account.can.history && <Way account={account} words={accountWords.history} route="bills.history" />}
        {account.can.people && <Way account={account} words={accountWords.people} route="bills.people" />}
      </View>
      {account.role === 'owner' ? (
        <Way account={account} words={accountWords.move} route="bills.moving" kind="plain" />
      ) : (
        <Leave account={account} />
      )}
    </View>
  )
}

export function AccountHead({ account }: { account: AccountRow }) {
  return (
    <View className="ai-h">
      <IconTile name={account.utility} />
      <View className="row-w">
        <Heading level="3" className="card-t">
          {utilityWords[account.utility].bill}
        </Heading>
        <Text className="row-s">{billWords.familyOf(account.ownerName)}</Text>
      </View>
      <RoleTag account={account} />
    </View>
  )
}

export function AccountFacts({ account: { accountCode, office, due, advance, until } }: { account: AccountRow }) {
  const { day } = useWhen()
  const elder = useElder()
  return (
    <View>
      <KeyValue name={accountWords.code} value={accountCode} />
      <KeyValue name={accountWords.office} value={office} />
      <KeyValue
        name={elder ? accountWords.dueElder : accountWords.due}
        value={due.count === 0 ? accountWords.dueNone : accountWords.dueValue(due.count, due.amount)}
      />
      {advance > 0 && <KeyValue name={accountWords.advance} value={accountWords.advanceValue(advance)} />}
      {until !== null && <KeyValue name={accountWords.until} value={day(until)} />}
    </View>
  )
}

function PayButton({ account }: { account: AccountRow }) {
  const words = useElder() ? accountWords.payElder : accountWords.pay
  return (
    <Button
      words={words}
      kind="secondary"
      label={accountWords.labelOf(words, account)}
      onTap={() => {
        void go(`bills.${account.utility}`)
      }}
    />
  )
}

interface WayProps {
  account: AccountRow
  words: string
  route: string
  kind?: 'quiet' | 'plain'
}

function Way({ account, words, route, kind = 'quiet' }: WayProps) {
  return (
    <Button
      words={words}
      kind={kind}
      label={accountWords.labelOf(words, account)}
      onTap={() => {
        void go(route, { accountId: account.id })
      }}
    />
  )
}

function Leave({ account }: { account: AccountRow }) {
  const { id, ownerName, utility } = account
  const act = useAct()
  const leave = async (): Promise<void> => {
    await call('bills.unbind', { params: { accountId: id } })
    await refreshQueries(['bills.accounts', 'bills.list', 'home.get'])
  }
  return (
    <View className="ai-b">
      <AskFirst
        words={accountWords.leave}
        label={accountWords.labelOf(accountWords.leave, account)}
        icon="close"
        kind="quiet"
        title={accountWords.leaveAsk(ownerName, utility)}
        note={accountWords.leaveNote}
        yes={accountWords.leaveYes}
        no={accountWords.leaveNo}
        busy={act.busy}
        onYes={() => {
          act.run(leave)
        }}
      />
      <Problem error={act.problem} title={accountWords.leaveProblem} />
    </View>
  )
}
