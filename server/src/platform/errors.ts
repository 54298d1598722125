import type { ErrorParams, FieldError } from '@xlb/shared/platform/error.ts'
import { errorTable, type ErrorCode } from '@xlb/shared/errors.ts'

/** The only error an act throws on purpose. Its code decides status and sentence; params fill the sentence. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly fields: readonly FieldError[] | undefined

  constructor(code: ErrorCode, params: ErrorParams = {}, fields?: readonly FieldError[]) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.params = params
    this.fields = fields
  }

  get status(): number {
    return errorTable[this.code].status
  }
}

/** A record that is not there and one that is somebody else's look the same from outside. */
export function notFound(): AppError {
  return new AppError('not-found')
}
