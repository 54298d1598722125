import { page } from '#platform/fail/page.tsx'
import { BillsList } from '../../components/bills-list.tsx'

/** 交电费: its bills first, the others below. */
function Electricity() {
  return <BillsList about="electricity" />
}

export default page(Electricity)
