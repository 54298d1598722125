import { Text, View } from '@tarojs/components'
import { useEffect } from 'react'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePullDown, useTabPage } from '#platform/nav/page.ts'
import { rememberMe, useSession } from '#platform/session/session.ts'
import type { Me as Person } from '@xlb/shared/accounts/contract.ts'
import { CallTownship } from '#ui/call-township.tsx'
import { Heading } from '#ui/heading.tsx'
import { HillHead } from '#ui/hill-head.tsx'
import { Icon } from '#ui/icon.tsx'
import { NeedSignIn } from '#ui/need-sign-in.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { placeOf } from '../place.ts'
import { tabWords } from '../strings.zh-CN.ts'
import { MeRows } from './components/me-rows.tsx'
import { SignOut } from './components/sign-out.tsx'
import { ViewRow } from './components/view-row.tsx'
import './me.scss'
import { openRows, sections } from './rows.ts'

const speech = sections.flatMap(({ rows }) => rows.map(({ title, note }) => `${title}，${note}。`))

/** Who one is here, where one's things are, and how the letters look. */
function Me() {
  const { status, me } = useSession()
  const fresh = useQuery(status === 'signed-in' ? 'accounts.me' : null, {})
  const known = fresh.data
  useTabPage('me')
  usePullDown(fresh.refresh)
  useEffect(() => {
    if (known !== undefined) rememberMe(known)
  }, [known])
  const signedIn = status === 'signed-in'
  const person = signedIn ? me : null
  return (
    <PageShell title={tabWords.me} tab head={<MeHead person={person} />} speech={speech}>
      <ViewRow />
      {signedIn ? <Own me={person} /> : <Stranger />}
    </PageShell>
  )
}

function MeHead({ person }: { person: Person | null }) {
  const name = person?.name ?? null
  return (
    <HillHead>
      <View className="mh">
        <View className="mh-a">{name === null ? <Icon name="me" /> : name.slice(-1)}</View>
        <View className="row-w">
          <Heading level="1" className="mh-n">
            {person === null ? tabWords.me : (name ?? tabWords.noName)}
          </Heading>
          {person !== null && <Text className="sub">{placeOf(person)}</Text>}
        </View>
      </View>
    </HillHead>
  )
}

function Own({ me }: { me: Person | null }) {
  return (
    <View>
      {sections.map(({ title, rows }) => (
        <View key={title} className="gap">
          {title !== '' && <SectionTitle title={title} />}
          <MeRows rows={rows} me={me} />
        </View>
      ))}
      <View className="gap">
        <CallTownship />
      </View>
      <SignOut />
    </View>
  )
}

/** Nobody is signed in: how to, and what stays open. */
function Stranger() {
  return (
    <View>
      <View className="gap">
        <MeRows rows={openRows} me={null} />
      </View>
      <View className="gap">
        <NeedSignIn />
      </View>
    </View>
  )
}

export default page(Me)
