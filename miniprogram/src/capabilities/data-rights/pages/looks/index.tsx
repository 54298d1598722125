import { Text, View } from '@tarojs/components'
import { usePages } from '#platform/api/pages.ts'
import { page } from '#platform/fail/page.tsx'
import { useSession } from '#platform/session/session.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { PagedList } from '#ui/more/paged-list.tsx'
import { spokenMinute } from '#ui/more/when.ts'
import { LookLine } from '../../components/look-line.tsx'
import { lookWords } from '../../strings.zh-CN.ts'

/** Read aloud the newest few: a long list is for the eyes. */
const MOST_SPOKEN = 5

function Looks() {
  const { status } = useSession()
  const list = usePages(status === 'signed-in' ? 'dataRights.looks' : null, {})
  const newest = (list.data ?? []).slice(0, MOST_SPOKEN)
  return (
    <PageShell
      title={lookWords.title}
      own
      speech={[
        lookWords.why,
        ...newest.map((row) =>
          lookWords.spoken(spokenMinute(row.at), lookWords[row.outcome](row.office), lookWords.purpose(row.purpose)),
        ),
      ]}
    >
      <PagedList list={list} end={lookWords.end}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={lookWords.noneTitle} words={lookWords.none} />
          ) : (
            <View>
              <Text className="sub">{lookWords.why}</Text>
              <View className="gap card card-flush">
                {rows.map((row) => (
                  <LookLine key={row.id} row={row} />
                ))}
              </View>
              <Text className="sk-w">{lookWords.ask}</Text>
            </View>
          )
        }
      </PagedList>
    </PageShell>
  )
}

export default page(Looks)
