/** What a call can end with, other than its answer. */
import type { FieldError, WireError } from '@xlb/shared/platform/error.ts'

/** Codes that only the client knows; every other code is the server's. */
const ownSentences = {
  offline: '网络不通，请检查网络后再试。',
  timeout: '等了太久没有回音，请稍后再试。',
  'bad-answer': '系统回的内容读不懂，请稍后再试，或打电话办。',
  'storage-refused': '手机空间不足，这次没有提交。请清理后再试。',
} as const
export type OwnErrorCode = keyof typeof ownSentences

interface Facts {
  readonly code: string
  readonly message: string
  /** HTTP status, 0 when no answer came. */
  readonly status: number
  readonly params?: WireError['error']['params']
  readonly fields?: readonly FieldError[]
  readonly requestId?: string
}

/**
 * `code` is for programs, `message` for people. `answered` false means nobody knows whether a submit arrived: keep its key and ask again.
 */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly params: WireError['error']['params']
  readonly fields: readonly FieldError[]
  /** The number under which the server's log knows this request; empty when no answer came. For the staff on the phone. */
  readonly requestId: string

  constructor(facts: Facts) {
    super(facts.message)
    this.name = 'ApiError'
    this.code = facts.code
    this.status = facts.status
    this.params = facts.params ?? {}
    this.fields = facts.fields ?? []
    this.requestId = facts.requestId ?? ''
  }

  get answered(): boolean {
    return this.status >= 400 && this.status < 500 && this.code !== 'still-running'
  }

  /** The sentence beside a form's field, by its path as in the request (`body.code`). */
  fieldMessage(path: string): string | undefined {
    return this.fields.find((field) => field.path === path)?.message
  }
}

export function ownError(code: OwnErrorCode): ApiError {
  return new ApiError({ code, message: ownSentences[code], status: 0 })
}

/** From an answer's body; one that is not ours (a proxy's page) becomes `bad-answer` with its status. */
export function errorFrom(status: number, body: unknown): ApiError {
  const error = isWireError(body) ? body.error : null
  if (error === null) return new ApiError({ code: 'bad-answer', message: ownSentences['bad-answer'], status })
  return new ApiError({
    code: error.code,
    message: error.message,
    status,
    params: error.params,
    fields: error.fields ?? [],
    requestId: error.requestId,
  })
}

function isWireError(body: unknown): body is WireError {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false
  const { error } = body
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    'message' in error &&
    typeof error.code === 'string'
  )
}

/** Anything thrown, as an ApiError. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof Error && error.message === 'storage-refused') return ownError('storage-refused')
  return ownError('bad-answer')
}
