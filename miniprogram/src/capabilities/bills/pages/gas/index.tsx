import { page } from '#platform/fail/page.tsx'
import { BillsList } from '../../components/bills-list.tsx'

/** 交燃气费: its bills first, the others below. */
function Gas() {
  return <BillsList about="gas" />
}

export default page(Gas)
