import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { PlanPage } from '../../components/plan-page.tsx'

function Plan() {
  const { personId = '' } = usePageParams()
  return <PlanPage personId={personId} />
}

export default page(Plan)
