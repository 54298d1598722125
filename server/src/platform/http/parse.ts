/** Parsing to scalars before anything else: strict objects, no operators, no prototypes, all field errors at once. */
import type { Endpoint } from '@xlb/shared/platform/endpoint.ts'
import type { FieldError } from '@xlb/shared/platform/error.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import type { z } from 'zod'
import { AppError } from '../errors.ts'

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])
const MOST_DEPTH = 12
/** Named at once; a body of a hundred thousand wrong keys gets a short answer. */
const MOST_FIELDS = 20

interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly input?: unknown
  readonly keys?: readonly string[]
}

function fieldError(path: string, code: string): FieldError {
  return { path, code, message: fieldMessages[code] ?? fieldMessages['wrong-format'] ?? '' }
}

function codeOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'required' : 'wrong-type'
  if (issue.code === 'too_big') return 'too-big'
  if (issue.code === 'too_small') return 'too-small'
  if (issue.code === 'invalid_value') return 'not-allowed'
  return 'wrong-format'
}

function fieldsOf(part: string, issues: readonly Issue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [part, ...issue.path.map(String)].join('.')
    if (issue.code === 'unrecognized_keys')
      return (issue.keys ?? []).map((key) => fieldError(`${path}.${key.slice(0, 60)}`, 'unknown-field'))
    return [fieldError(path, codeOf(issue))]
  })
}

/** Keys that start with `$`, hold a dot, or touch a prototype are refused at any depth, with the place named. */
function operatorErrors(part: string, value: unknown, depth = 0): FieldError[] {
  if (typeof value !== 'object' || value === null) return []
  if (depth > MOST_DEPTH) return [fieldError(part, 'too-big')]
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = `${part}.${key.slice(0, 60)}`
    if (key.startsWith('$') || key.includes('.') || key.includes('[') || FORBIDDEN_KEYS.has(key))
      return [fieldError(path, 'operator-refused')]
    return operatorErrors(path, inner, depth + 1)
  })
}

export interface Parts {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** Values of the contract's own types, or one `invalid-input` that names every bad field. */
export function parseInput(endpoint: Endpoint, parts: Parts): Parts {
  const hostile = (['params', 'query', 'body'] as const).flatMap((part) => operatorErrors(part, parts[part]))
  if (hostile.length > 0) throw new AppError('invalid-input', {}, hostile.slice(0, MOST_FIELDS))
  let wrong: FieldError[] = []
  const take = (part: 'params' | 'query' | 'body'): unknown => {
    const schema = endpoint[part] as unknown as z.ZodType | undefined
    if (schema === undefined) {
      if (part === 'query')
        wrong = wrong.concat(
          Object.keys(parts.query ?? {}).map((key) => fieldError(`query.${key.slice(0, 60)}`, 'unknown-field')),
        )
      return undefined
    }
    const parsed = schema.safeParse(parts[part], { reportInput: true })
    if (parsed.success) return parsed.data
    wrong = wrong.concat(fieldsOf(part, parsed.error.issues))
    return undefined
  }
  const values = { params: take('params'), query: take('query'), body: take('body') }
  if (wrong.length > 0) throw new AppError('invalid-input', {}, wrong.slice(0, MOST_FIELDS))
  return values
}
