import { defineErrors } from '../platform/error.ts'

export const messagesErrors = defineErrors({})
