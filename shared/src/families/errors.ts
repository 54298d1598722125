import { defineErrors } from '../platform/error.ts'

export const familiesErrors = defineErrors({
  'real-name-needed': { status: 409 },
  'child-grown-up': { status: 409 },
  'child-mismatch': { status: 409 },
  'guardianship-unknown': { status: 409 },
  'guardianship-limit': { status: 429 },
  'own-child-only': { status: 409 },
  'guardianship-ended': { status: 409 },
  'guardianship-stands': { status: 409 },
})
