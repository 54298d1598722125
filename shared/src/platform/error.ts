/**
 * Errors are data: a code, a status and parameters. Sentences for people live in `messages.zh-CN.ts`, one for each code;
 * programs read the code. A 5xx explains nothing to the outside.
 */
import * as z from 'zod/mini'

export interface ErrorDefinition {
  readonly status: number
}
export type ErrorTable = Readonly<Record<string, ErrorDefinition>>

export function defineErrors<const T extends ErrorTable>(table: T): T {
  return table
}

export const platformErrors = defineErrors({
  'invalid-input': { status: 400 },
  'malformed-json': { status: 400 },
  'host-refused': { status: 400 },
  'idempotency-key-missing': { status: 400 },
  unauthenticated: { status: 401 },
  'signature-refused': { status: 401 },
  forbidden: { status: 403 },
  'not-found': { status: 404 },
  'method-not-allowed': { status: 405 },
  'idempotency-key-reused': { status: 409 },
  'still-running': { status: 409 },
  'changed-meanwhile': { status: 409 },
  'body-too-large': { status: 413 },
  'media-type-refused': { status: 415 },
  'too-many-requests': { status: 429 },
  'input-refused': { status: 422 },
  'consent-needed': { status: 409 },
  'desk-case-needed': { status: 403 },
  'own-matter': { status: 403 },
  'out-of-scope': { status: 403 },
  'second-person-needed': { status: 403 },
  internal: { status: 500 },
  unavailable: { status: 503 },
})

export type PlatformErrorCode = keyof typeof platformErrors

/** What is wrong with a field: `path` as in the request (`body.code`, `query.limit`), `code` for programs, `message` for people. */
export const fieldErrorSchema = z.strictObject({
  path: z.string(),
  code: z.string(),
  message: z.string(),
})
export type FieldError = z.infer<typeof fieldErrorSchema>

/** The one shape of every answer that is not a success. `message` is the sentence of `code`; no program may read it. */
export const wireErrorSchema = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    fields: z.optional(z.array(fieldErrorSchema)),
    requestId: z.string(),
  }),
})
export type WireError = z.infer<typeof wireErrorSchema>

export type ErrorParams = Readonly<Record<string, string | number | boolean>>

/** Fills `{name}` in a sentence with its parameter; an unknown name stays visible, so that a test can find it. */
export function fillSentence(sentence: string, params: ErrorParams = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
