import { defineErrors } from '../platform/error.ts'

export const dataRightsErrors = defineErrors({
  'consent-version-old': { status: 409 },
  'erasure-blocked': { status: 409 },
  'export-limit': { status: 429 },
})
