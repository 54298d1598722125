import { defineErrors } from '../platform/error.ts'

export const approvalsErrors = defineErrors({
  'approval-closed': { status: 409 },
  'approval-open': { status: 409 },
})
