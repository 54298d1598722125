import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { usePullDown, useTabPage } from '#platform/nav/page.ts'
import { setUnread } from '#platform/nav/unread.ts'
import { rememberMe, useSession } from '#platform/session/session.ts'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { SearchBar } from '#ui/search-bar.tsx'
import { useElder, useRoomy } from '#ui/use-elder.ts'
import { ViewSwitch } from '#ui/view-switch.tsx'
import { SearchResults } from '../search-results.tsx'
import { tabWords } from '../strings.zh-CN.ts'
import { FrequentRows } from './components/frequent-rows.tsx'
import { HomeHead } from './components/home-head.tsx'
import { JobTiles } from './components/job-tiles.tsx'
import { TodoList } from './components/todo-list.tsx'
import './home.scss'
import { speakHome } from './speech.ts'

type HomeData = CallOutput<'home.get'>

function Home() {
  const elder = useElder()
  const roomy = useRoomy()
  const { status, me } = useSession()
  const home = useQuery(status === 'signed-in' ? 'home.get' : null, {})
  const [typed, setTyped] = useState('')
  useTabPage('home')
  usePullDown(home.refresh)
  useKeepAnswer(home.data)
  const search = <SearchBar value={typed} hint={roomy ? tabWords.hintShort : tabWords.hint} onType={setTyped} />
  return (
    <PageShell
      title={tabWords.home}
      tab
      head={<HomeHead me={status === 'signed-in' ? (home.data?.me ?? me) : null} />}
      speech={home.data === undefined ? [] : speakHome(home.data)}
      beside={elder && <ViewSwitch className="btn btn-secondary" />}
    >
      {!elder && search}
      {typed.trim() === '' ? (
        <View>
          <JobTiles />
          {elder && <CallTownship />}
          {status === 'signed-out' ? (
            <SignInCard />
          ) : (
            <Loaded query={home} shape="rows">
              {(data) => <Own data={data} />}
            </Loaded>
          )}
          {!elder && (
            <View className="gap">
              <CallTownship />
            </View>
          )}
        </View>
      ) : (
        <View className="gap">
          <SearchResults typed={typed} />
        </View>
      )}
      {elder && <View className="gap">{search}</View>}
    </PageShell>
  )
}

function Own({ data }: { data: HomeData }) {
  return (
    <View>
      <TodoList cards={data.todo} complete={data.todoComplete} />
      <FrequentRows entries={data.frequent} />
    </View>
  )
}

function SignInCard() {
  return (
    <View className="gap">
      <EmptyState title={tabWords.signInTitle} words={tabWords.signInWords} picture="mark">
        <Button
          words={tabWords.signIn}
          onTap={() => {
            void go('accounts.signIn')
          }}
        />
      </EmptyState>
    </View>
  )
}

/** Home's answer also tells who is signed in and how many messages wait. */
function useKeepAnswer(data: HomeData | undefined): void {
  useEffect(() => {
    if (data === undefined) return
    rememberMe(data.me)
    setUnread(data.unread)
  }, [data])
}

export default page(Home)
