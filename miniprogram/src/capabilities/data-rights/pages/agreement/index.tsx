import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { ConsentText } from '#ui/more/consent-gate.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { agreementWords } from '../../strings.zh-CN.ts'

/** What a sign-in agrees to, in the county's own words. For everybody: who reads it is not signed in yet. */
function Agreement() {
  const params = usePageParams()
  const session = useSession()
  const tenant = params.tenant ?? session.tenant
  const agreement = useQuery(tenant === null ? null : 'dataRights.agreement', { params: { tenant: tenant ?? '' } })
  const nobody = <EmptyState title={agreementWords.noCounty} words={agreementWords.noCountyWords} />
  return (
    <AnswerPage
      title={agreementWords.title}
      own={false}
      query={agreement}
      shape="bill"
      speech={({ title, text }) => [title, ...text]}
      gone={tenant === null ? nobody : null}
    >
      {(document) => <ConsentText consent={document} />}
    </AnswerPage>
  )
}

export default page(Agreement)
