import { View } from '@tarojs/components'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { useSession } from '#platform/session/session.ts'
import { CallTownship } from '#ui/call-township.tsx'
import { ConsentGate, speakGate, useConsentGate } from '#ui/more/consent-gate.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { AtTheCounter } from '../../components/at-the-counter.tsx'
import { RealNameForm } from '../../components/real-name-form.tsx'
import { VerifiedCard } from '../../components/verified-card.tsx'
import { realNameWords } from '../../identity.zh-CN.ts'

/** The way by the counter, which needs no agreement; agreement, then the form; for someone whose name is known, how it became known. */
function RealName() {
  const { status } = useSession()
  const me = useQuery(status === 'signed-in' ? 'accounts.me' : null, {})
  const name = me.data?.name ?? null
  const verified = me.data?.verified ?? null
  const gate = useConsentGate('real-name', me.data !== undefined && verified === null)
  const speech =
    verified === null
      ? [...speakGate(gate, realNameWords.spoken), realNameWords.spokenCounter]
      : [realNameWords.spokenDone(name ?? '')]
  return (
    <PageShell title={realNameWords.title} own speech={speech}>
      <Loaded query={me} shape="bill">
        {() =>
          verified === null ? (
            <View className="stack">
              <AtTheCounter />
              <ConsentGate gate={gate}>{() => <RealNameForm />}</ConsentGate>
            </View>
          ) : (
            <View>
              <VerifiedCard name={name ?? ''} how={verified} />
              <View className="gap">
                <CallTownship />
              </View>
            </View>
          )
        }
      </Loaded>
    </PageShell>
  )
}

export default page(RealName)
