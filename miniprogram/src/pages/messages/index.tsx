import { View } from '@tarojs/components'
import { useCallback } from 'react'
import type { MessageRow as Message } from '@xlb/shared/messages/contract.ts'
import { call } from '#platform/api/call.ts'
import { serverNow } from '#platform/api/clock.ts'
import { usePages } from '#platform/api/pages.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { useTabPage } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { PagedList } from '#ui/more/paged-list.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { tabWords } from '../strings.zh-CN.ts'
import { MessageRow } from './components/message-row.tsx'
import { groupByDay } from './groups.ts'
import './messages.scss'

function Messages() {
  const { status } = useSession()
  const list = usePages(status === 'signed-in' ? 'messages.list' : null, {})
  useTabPage('messages')
  return (
    <PageShell
      title={tabWords.messages}
      tab
      own
      speech={(list.data ?? []).map(({ title, body }) => `${title}。${body}`)}
    >
      <PagedList list={list} end={tabWords.messagesFoot}>
        {(rows) => <Groups rows={rows} />}
      </PagedList>
    </PageShell>
  )
}

function Groups({ rows }: { rows: readonly Message[] }) {
  const open = useCallback((message: Message) => {
    if (!message.read) void markRead(message.id)
    if (message.link !== null) void go(message.link.route, message.link.params)
  }, [])
  if (rows.length === 0) return <EmptyState title={tabWords.noMessages} words={tabWords.noMessagesWords} />
  return (
    <View className="mg">
      {groupByDay(rows, serverNow()).map((group) => (
        <View key={group.day}>
          <SectionTitle title={group.title} />
          <View className="card card-flush">
            {group.rows.map((message) => (
              <MessageRow key={message.id} message={message} onOpen={open} />
            ))}
          </View>
        </View>
      ))}
    </View>
  )
}

/** A mark that did not arrive costs nothing: the message stays unread and the next tap marks it. */
async function markRead(messageId: string): Promise<void> {
  try {
    await call('messages.read', { params: { messageId } })
    await refreshQueries(['messages.list', 'home.get'])
  } catch {
    // Stays unread.
  }
}

export default page(Messages)
