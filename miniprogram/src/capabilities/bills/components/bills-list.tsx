import { View } from '@tarojs/components'
import { useState } from 'react'
import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import type { BillRow, Utility } from '@xlb/shared/bills/contract.ts'
import { usePages } from '#platform/api/pages.ts'
import { useQuery } from '#platform/api/query.ts'
import { go } from '#platform/nav/nav.ts'
import { usePageParams, usePageTitle } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { Chips } from '#ui/chips.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { PagedList } from '#ui/more/paged-list.tsx'
import { useElder } from '#ui/use-elder.ts'
import { speakDue } from '../sentences.ts'
import { billWords } from '../strings.zh-CN.ts'
import { DoneBills, DueBills } from './bill-rows.tsx'
import { ReminderSwitch } from './reminder-switch.tsx'

type Show = 'due' | 'done'

/** Every bill of the household and of those one pays for. `about`: the page of one utility, whose bills come first. */
export function BillsList({ about }: { about?: Utility }) {
  const elder = useElder()
  const signedIn = useSession().status === 'signed-in'
  const [show, setShow] = useState<Show>(usePageParams()['show'] === 'done' ? 'done' : 'due')
  const list = usePages(signedIn ? 'bills.list' : null, { show })
  const { data: accounts, error: noAccounts } = useQuery(signedIn ? 'bills.accounts' : null, {})
  // Both answers are on their way at once: drawn together they cost the phone one update.
  const drawn = accounts === undefined && noAccounts === undefined ? { ...list, data: undefined } : list
  const title = titleOf(elder, about)
  usePageTitle(title)
  return (
    <PageShell title={title} own speech={speakList(list.data, show)}>
      <Chips
        label={billWords.showLabel}
        chosen={show}
        onChoose={setShow}
        choices={[
          { key: 'due', words: elder ? billWords.dueElder : billWords.due },
          { key: 'done', words: elder ? billWords.doneElder : billWords.done },
        ]}
      />
      <PagedList list={drawn}>
        {(rows) =>
          show === 'done' ? (
            <DoneBills rows={rows} />
          ) : (
            <View>
              <DueBills
                rows={rows}
                accounts={accounts?.items}
                whole={!list.hasMore}
                about={about}
                onShowDone={() => {
                  setShow('done')
                }}
              />
              <More accounts={accounts} />
            </View>
          )
        }
      </PagedList>
    </PageShell>
  )
}

function titleOf(elder: boolean, about: Utility | undefined): string {
  if (about === undefined) return elder ? billWords.listTitleElder : billWords.listTitle
  return elder ? billWords.goTo(about) : billWords.listTitleOf(about)
}

const speakList = (rows: readonly BillRow[] | undefined, show: Show): string[] =>
  rows === undefined ? [] : speakDue(rows, show === 'due')

function More({ accounts }: { accounts: { items: readonly AccountRow[]; reminders: boolean } | undefined }) {
  return (
    <View className="gap card card-flush">
      <ListRow
        icon="meter"
        title={billWords.accountsRow}
        note={billWords.accountsRowNote}
        onTap={() => {
          void go('bills.accounts')
        }}
      />
      {accounts !== undefined && accounts.items.length > 0 && <ReminderSwitch on={accounts.reminders} />}
    </View>
  )
}
