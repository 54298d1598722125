/** Every error code of the house with its status. One line a capability. */
import { accountsErrors } from './accounts/errors.ts'
import { approvalsErrors } from './approvals/errors.ts'
import { auditErrors } from './audit/errors.ts'
import { billsErrors } from './bills/errors.ts'
import { dataRightsErrors } from './data-rights/errors.ts'
import { deskErrors } from './desk/errors.ts'
import { familiesErrors } from './families/errors.ts'
import { homeErrors } from './home/errors.ts'
import { importsErrors } from './imports/errors.ts'
import { messagesErrors } from './messages/errors.ts'
import { operationsErrors } from './operations/errors.ts'
import { organisationsErrors } from './organisations/errors.ts'
import { paymentsErrors } from './payments/errors.ts'
import { staffErrors } from './staff/errors.ts'
import { vaccinesErrors } from './vaccines/errors.ts'
import { platformErrors } from './platform/error.ts'

export const errorTable = {
  ...platformErrors,
  ...accountsErrors,
  ...approvalsErrors,
  ...auditErrors,
  ...billsErrors,
  ...dataRightsErrors,
  ...deskErrors,
  ...familiesErrors,
  ...homeErrors,
  ...importsErrors,
  ...messagesErrors,
  ...operationsErrors,
  ...organisationsErrors,
  ...paymentsErrors,
  ...staffErrors,
  ...vaccinesErrors,
} as const
export type ErrorCode = keyof typeof errorTable
