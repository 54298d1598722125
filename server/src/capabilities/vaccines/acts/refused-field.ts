import { AppError } from '#platform/errors.ts'

/** 422 for one field, with words for the nurse. */
export function refusedField(path: string, message: string): AppError {
  return new AppError('input-refused', {}, [{ path, code: 'refused', message }])
}
