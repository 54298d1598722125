import { page } from '#platform/fail/page.tsx'
import { BillsList } from '../../components/bills-list.tsx'

/** 交水费: its bills first, the others below. */
function Water() {
  return <BillsList about="water" />
}

export default page(Water)
