import { defineErrors } from '../platform/error.ts'

export const deskErrors = defineErrors({
  'desk-case-closed': { status: 409 },
})
