import { defineErrors } from '../platform/error.ts'

export const importsErrors = defineErrors({
  'import-file-empty': { status: 422 },
  'import-too-many': { status: 409 },
  'import-not-checked': { status: 409 },
  'import-nothing-good': { status: 409 },
  'import-under-way': { status: 409 },
  'import-over': { status: 409 },
})
