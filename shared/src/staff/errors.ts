import { defineErrors } from '../platform/error.ts'

export const staffErrors = defineErrors({
  'sign-in-refused': { status: 401 },
  'ticket-ended': { status: 401 },
  'second-factor-refused': { status: 401 },
  'staff-locked': { status: 429 },
  'confirmation-refused': { status: 422 },
  'invitation-refused': { status: 401 },
  'username-taken': { status: 409 },
  'person-has-account': { status: 409 },
  'staff-state-refused': { status: 409 },
  'last-administrator': { status: 409 },
  'own-role': { status: 403 },
  'role-not-there': { status: 422 },
  'roles-apart': { status: 422 },
  'unit-unknown': { status: 422 },
})
