import { page } from '#platform/fail/page.tsx'
import { BillsList } from '../../components/bills-list.tsx'

/** All utilities of all accounts. */
function AllBills() {
  return <BillsList />
}

export default page(AllBills)
