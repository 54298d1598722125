import { defineErrors } from '../platform/error.ts'

export const homeErrors = defineErrors({})
