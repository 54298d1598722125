/** The sentence of every error code. One line a capability. */
import type { ErrorCode } from './errors.ts'
import { accountsMessages } from './accounts/messages.zh-CN.ts'
import { approvalsMessages } from './approvals/messages.zh-CN.ts'
import { auditMessages } from './audit/messages.zh-CN.ts'
import { billsMessages } from './bills/messages.zh-CN.ts'
import { dataRightsMessages } from './data-rights/messages.zh-CN.ts'
import { deskMessages } from './desk/messages.zh-CN.ts'
import { familiesMessages } from './families/messages.zh-CN.ts'
import { homeMessages } from './home/messages.zh-CN.ts'
import { importsMessages } from './imports/messages.zh-CN.ts'
import { messagesMessages } from './messages/messages.zh-CN.ts'
import { operationsMessages } from './operations/messages.zh-CN.ts'
import { organisationsMessages } from './organisations/messages.zh-CN.ts'
import { paymentsMessages } from './payments/messages.zh-CN.ts'
import { staffMessages } from './staff/messages.zh-CN.ts'
import { vaccinesMessages } from './vaccines/messages.zh-CN.ts'
import { platformMessages } from './platform/messages.zh-CN.ts'

export const errorSentences: Readonly<Record<ErrorCode, string>> = {
  ...platformMessages,
  ...accountsMessages,
  ...approvalsMessages,
  ...auditMessages,
  ...billsMessages,
  ...dataRightsMessages,
  ...deskMessages,
  ...familiesMessages,
  ...homeMessages,
  ...importsMessages,
  ...messagesMessages,
  ...operationsMessages,
  ...organisationsMessages,
  ...paymentsMessages,
  ...staffMessages,
  ...vaccinesMessages,
}
