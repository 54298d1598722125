import { defineErrors } from '../platform/error.ts'

export const billsErrors = defineErrors({
  'bill-already-paid': { status: 409 },
  'bill-superseded': { status: 409 },
  'account-stopped': { status: 409 },
  'someone-is-paying': { status: 409 },
  'still-closing': { status: 409 },
  'older-first': { status: 409 },
  'nothing-to-pay': { status: 409 },
  'too-little-cash': { status: 409 },
  'utility-unreachable': { status: 503 },
})
