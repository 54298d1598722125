import { defineErrors } from '../platform/error.ts'

export const accountsErrors = defineErrors({
  'login-code-refused': { status: 401 },
  'login-user-blocked': { status: 403 },
  'session-ended': { status: 401 },
  'county-unknown': { status: 404 },
  'wechat-unreachable': { status: 503 },
  'village-unknown': { status: 422 },
  'code-limit': { status: 429 },
  'code-wrong': { status: 422 },
  'code-locked': { status: 429 },
  'sms-unreachable': { status: 503 },
  'phone-code-refused': { status: 422 },
  'real-name-mismatch': { status: 409 },
  'real-name-refused': { status: 409 },
  'real-name-limit': { status: 429 },
  'real-name-already': { status: 409 },
  'bureau-unreachable': { status: 503 },
  'person-unknown': { status: 404 },
  'counter-code-wrong': { status: 422 },
})
