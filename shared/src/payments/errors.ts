import { defineErrors } from '../platform/error.ts'

export const paymentsErrors = defineErrors({
  'callback-unreadable': { status: 400 },
  'provider-unreachable': { status: 503 },
  'difference-resolved': { status: 409 },
  'difference-holds-money': { status: 409 },
  'refund-above-left': { status: 409 },
  'refund-left-changed': { status: 409 },
  'refund-not-now': { status: 409 },
  'refund-whole-only': { status: 409 },
  'placing-not-now': { status: 409 },
})
