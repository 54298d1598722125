import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { History } from '@xlb/shared/bills/account-schemas.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { AmountText } from '#ui/amount-text.tsx'
import { Card } from '#ui/card.tsx'
import { Chips } from '#ui/chips.tsx'
import { DataTable } from '#ui/data-table.tsx'
import type { TableRow } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { historyWords, unitShort } from '../../accounts.zh-CN.ts'
import { AccountGone } from '../../components/gone.tsx'
import { RemindMe } from '../../components/remind-me.tsx'
import { YearChart } from '../../components/year-chart.tsx'

/** A year of the account beside the year before: one sentence, picture, table. */
function AccountHistory() {
  const { accountId = '' } = usePageParams()
  const signedIn = useSession().status === 'signed-in'
  const [year, setYear] = useState<string | null>(null)
  const query = year === null ? {} : { year }
  const history = useQuery(signedIn ? 'bills.history' : null, { params: { accountId }, query })
  return (
    <AnswerPage
      title={historyWords.title}
      query={history}
      shape="bill"
      speech={speak}
      gone={history.error?.answered === true ? <AccountGone /> : null}
    >
      {(shown) => (
        <View>
          {shown.years.length > 1 && (
            <Chips
              label={historyWords.years}
              chosen={shown.year}
              onChoose={setYear}
              choices={shown.years.map((one) => ({ key: one, words: historyWords.year(one) }))}
            />
          )}
          <Year history={shown} />
          <RemindMe />
        </View>
      )}
    </AnswerPage>
  )
}

function Year({ history }: { history: History }) {
  const { year, rows, unit, yearToDate, sentence, from } = history
  const beside = rows.some(({ before }) => before !== null)
  if (rows.length === 0) return <EmptyState title={historyWords.noneTitle} words={historyWords.noneWords} />
  return (
    <View>
      <View className="card">
        <Text className="sub">{historyWords.sum(year)}</Text>
        <View>
          <AmountText amount={yearToDate.amount} />
        </View>
        <Text className="para">{historyWords.used(yearToDate.usage, unit)}</Text>
        <Text className="para b">{sentence}</Text>
        {from !== null && <Text className="row-s">{historyWords.from(from)}</Text>}
      </View>
      <Card title={historyWords.picture}>
        <YearChart history={history} />
      </Card>
      <View className="card">
        <DataTable
          label={historyWords.tableLabel}
          columns={historyWords.columns(unitShort(unit), beside)}
          rows={rows.map((row) => tableRow(row, unit, beside))}
        />
      </View>
    </View>
  )
}

function tableRow(row: History['rows'][number], unit: History['unit'], beside: boolean): TableRow {
  const { period, usage, amount, before, peak, valley } = row
  const timed = peak === null || valley === null ? '' : historyWords.timed(peak, valley)
  const past = before === null ? historyWords.noBefore : historyWords.before(before.amount)
  const pastCell = before === null ? historyWords.none : formatYuan(before.amount)
  return {
    key: period,
    cells: [period, String(usage), ...(beside ? [pastCell] : []), formatYuan(amount)],
    note: historyWords.noteOf(historyWords.used(usage, unit), timed, beside ? past : ''),
  }
}

function speak({ year, yearToDate, unit, sentence }: History): string[] {
  return [historyWords.spokenTotal(year, historyWords.used(yearToDate.usage, unit), yearToDate.amount), sentence]
}

export default page(AccountHistory)
