import { defineErrors } from '../platform/error.ts'

export const auditErrors = defineErrors({})
