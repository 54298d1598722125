import { defineErrors } from '../platform/error.ts'

export const operationsErrors = defineErrors({
  'alarm-done': { status: 409 },
  'setting-unchanged': { status: 409 },
})
