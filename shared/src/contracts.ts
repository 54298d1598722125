/** One line a capability: every endpoint of the house. */
import { accounts } from './accounts/contract.ts'
import { approvals } from './approvals/contract.ts'
import { audit } from './audit/contract.ts'
import { bills } from './bills/contract.ts'
import { dataRights } from './data-rights/contract.ts'
import { desk } from './desk/contract.ts'
import { families } from './families/contract.ts'
import { home } from './home/contract.ts'
import { imports } from './imports/contract.ts'
import { messages } from './messages/contract.ts'
import { operations } from './operations/contract.ts'
import { organisations } from './organisations/contract.ts'
import { payments } from './payments/contract.ts'
import { staff } from './staff/contract.ts'
import { vaccines } from './vaccines/contract.ts'

export const contracts = {
  accounts,
  approvals,
  audit,
  bills,
  dataRights,
  desk,
  families,
  home,
  imports,
  messages,
  operations,
  organisations,
  payments,
  staff,
  vaccines,
} as const
