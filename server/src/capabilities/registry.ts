/** One line a capability. */
import type { Capability } from '#platform/capability.ts'
import { accounts } from './accounts/index.ts'
import { approvals } from './approvals/index.ts'
import { audit } from './audit/index.ts'
import { bills } from './bills/index.ts'
import { dataRights } from './data-rights/index.ts'
import { desk } from './desk/index.ts'
import { families } from './families/index.ts'
import { home } from './home/index.ts'
import { imports } from './imports/index.ts'
import { messages } from './messages/index.ts'
import { operations } from './operations/index.ts'
import { organisations } from './organisations/index.ts'
import { payments } from './payments/index.ts'
import { staff } from './staff/index.ts'
import { vaccines } from './vaccines/index.ts'

export const capabilities: readonly Capability[] = [
  organisations,
  staff,
  approvals,
  desk,
  accounts,
  families,
  dataRights,
  imports,
  audit,
  operations,
  messages,
  payments,
  bills,
  vaccines,
  home,
]
