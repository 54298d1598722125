import { defineErrors } from '../platform/error.ts'

export const organisationsErrors = defineErrors({
  'unit-exists': { status: 409 },
  'unit-closed': { status: 409 },
  'unit-in-use': { status: 409 },
  'unit-fixed': { status: 409 },
  'unit-without-call': { status: 409 },
})
