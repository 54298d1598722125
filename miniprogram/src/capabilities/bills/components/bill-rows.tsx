import { Text, View } from '@tarojs/components'
import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import type { BillRow, Utility } from '@xlb/shared/bills/contract.ts'
import { go } from '#platform/nav/nav.ts'
import { AmountText } from '#ui/amount-text.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { useElder } from '#ui/use-elder.ts'
import { groupByAccount, stillOpen, sumToPay } from '../group-bills.ts'
import type { BillGroup } from '../group-bills.ts'
import { billWords } from '../strings.zh-CN.ts'
import { BillGroupCard } from './bill-group.tsx'
import { BillLine, ElderBill } from './bill-line.tsx'

interface DueProps {
  rows: readonly BillRow[]
  /** Undefined until they are here. */
  accounts: readonly AccountRow[] | undefined
  /** Nothing is left behind the cursor: the rows can be summed. */
  whole: boolean
  /** The utility that this page is about: its bills come first, the others under their own heading. */
  about: Utility | undefined
  onShowDone: () => void
}

/** What is due, by account, with its sum; or why there is nothing. */
export function DueBills({ rows, accounts, whole, about, onShowDone }: DueProps) {
  if (rows.length === 0) return <NothingDue none={accounts?.length === 0} onShowDone={onShowDone} />
  const groups = groupByAccount(rows)
  const mine = about === undefined ? groups : groups.filter(({ utility }) => utility === about)
  const others = groups.filter((group) => !mine.includes(group))
  const open = stillOpen(mine.flatMap((group) => group.rows))
  return (
    <View>
      {whole && open.length > 1 && <Sum open={open} />}
      {about !== undefined && mine.length === 0 && (
        <EmptyState title={billWords.clearOf(about)} words={billWords.clearWords} />
      )}
      <Groups groups={mine} accounts={accounts} />
      {others.length > 0 && <SectionTitle title={billWords.others} />}
      <Groups groups={others} accounts={accounts} later={mine.length > 0} />
    </View>
  )
}

function Sum({ open }: { open: readonly BillRow[] }) {
  const words = useElder() ? billWords.totalElder : billWords.total
  return (
    <View className="card">
      <Text className="sub">{words(open.length)}</Text>
      <View>
        <AmountText amount={sumToPay(open)} />
      </View>
    </View>
  )
}

interface GroupsProps {
  groups: readonly BillGroup<BillRow>[]
  accounts: readonly AccountRow[] | undefined
  /** Another group holds the page's main act. */
  later?: boolean
}

function Groups({ groups, accounts, later = false }: GroupsProps) {
  return (
    <View className="bgs">
      {groups.map((group, at) => (
        <BillGroupCard
          key={group.accountId}
          group={group}
          account={accounts?.find(({ id }) => id === group.accountId)}
          first={at === 0 && !later}
        />
      ))}
    </View>
  )
}

function NothingDue({ none, onShowDone }: { none: boolean; onShowDone: () => void }) {
  if (none) {
    return (
      <EmptyState title={billWords.noAccountTitle} words={billWords.noAccountWords}>
        <Button
          words={billWords.bind}
          onTap={() => {
            void go('bills.bind')
          }}
        />
      </EmptyState>
    )
  }
  return (
    <EmptyState title={billWords.clearTitle} words={billWords.clearWords}>
      <Button words={billWords.seeDone} kind="quiet" onTap={onShowDone} />
    </EmptyState>
  )
}

/** What was paid, newest first. */
export function DoneBills({ rows }: { rows: readonly BillRow[] }) {
  const elder = useElder()
  if (rows.length === 0) return <EmptyState title={billWords.noneDone} words={billWords.noneDoneWords} />
  if (elder) {
    return (
      <View>
        {rows.map((row) => (
          <ElderBill key={row.id} row={row} first={false} named />
        ))}
      </View>
    )
  }
  return (
    <View className="card card-flush">
      {rows.map((row) => (
        <BillLine key={row.id} row={row} />
      ))}
    </View>
  )
}
