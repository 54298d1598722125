import { View } from '@tarojs/components'
import type { Consent } from '@xlb/shared/data-rights/contract.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { CallTownship } from '#ui/call-township.tsx'
import { ConsentText } from '#ui/more/consent-gate.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { ConsentAct } from '../../components/consent-act.tsx'
import { consentWords } from '../../strings.zh-CN.ts'

/** The whole text, and below it the one act that is open: to agree to this version, or to withdraw. */
function ConsentPage() {
  const { purpose = '' } = usePageParams()
  const { status } = useSession()
  const consents = useQuery(status === 'signed-in' ? 'dataRights.consents' : null, {})
  const consent = consents.data?.items.find((one) => one.purpose === purpose)
  return (
    <PageShell
      title={consentWords.title}
      own
      speech={consent === undefined ? [] : [consent.title, ...consent.text, consent.withdrawing]}
    >
      <Loaded query={consents} shape="bill">
        {() => (consent === undefined ? <NotThere /> : <Whole consent={consent} />)}
      </Loaded>
    </PageShell>
  )
}

function Whole({ consent }: { consent: Consent }) {
  return (
    <View>
      <ConsentText consent={consent} />
      <ConsentAct consent={consent} />
      <View className="gap">
        <CallTownship />
      </View>
    </View>
  )
}

function NotThere() {
  return <EmptyState title={consentWords.notThere} words={consentWords.notThereWords} />
}

export default page(ConsentPage)
