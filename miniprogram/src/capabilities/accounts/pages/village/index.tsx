import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { TownshipPage } from '../../components/township-page.tsx'
import { VillagePage } from '../../components/village-page.tsx'

/** Without `township` its list, with it the villages: two pages, so that WeChat's own way back leads from one to the other. */
function Village() {
  const { township = '', first = '' } = usePageParams()
  const { me } = useSession()
  const code = me?.tenant.code ?? null
  const places = useQuery(code === null ? null : 'organisations.places', { params: { tenant: code ?? '' } })
  if (township === '') return <TownshipPage places={places} me={me} first={first !== ''} />
  return <VillagePage places={places} me={me} township={township} />
}

export default page(Village)
