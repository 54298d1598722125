/** OpenAPI 3.1 and a page of it, both derived from the contract: nothing here knows a route by name. */
import type { Endpoint } from '@xlb/shared/platform/endpoint.ts'
import { wireErrorSchema } from '@xlb/shared/platform/error.ts'
import { errorTable, type ErrorCode } from '@xlb/shared/errors.ts'
import { errorSentences } from '@xlb/shared/messages.ts'
import { z } from 'zod'

type Json = Record<string, unknown>

function schemaOf(schema: unknown, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: 'any' }) as Json
  return rest
}

function parametersOf(endpoint: Endpoint): Json[] {
  const place = (schema: unknown, where: 'path' | 'query'): Json[] => {
    if (schema === undefined) return []
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      properties?: Record<string, Json>
      required?: string[]
    }
    return Object.entries(properties).map(([name, one]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      schema: one,
    }))
  }
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', pattern: '^[\\w-]{16,64}$' },
  }
  return [...place(endpoint.params, 'path'), ...place(endpoint.query, 'query'), ...(endpoint.idempotent ? [key] : [])]
}

const isSignedIn = ({ audience }: Endpoint): boolean => audience === 'resident' || audience === 'staff'

const ALWAYS: readonly ErrorCode[] = ['invalid-input', 'too-many-requests', 'internal']

function codesOf(endpoint: Endpoint): ErrorCode[] {
  const own = endpoint.errors.filter((code): code is ErrorCode => code in errorTable)
  return [
    ...own,
    ...ALWAYS,
    ...(isSignedIn(endpoint) ? (['unauthenticated'] as const) : []),
    ...(endpoint.audience === 'staff' ? (['forbidden'] as const) : []),
    ...(endpoint.audience === 'provider' ? (['signature-refused'] as const) : []),
    ...(endpoint.params === undefined ? [] : (['not-found'] as const)),
    ...(endpoint.idempotent ? (['idempotency-key-missing', 'idempotency-key-reused', 'still-running'] as const) : []),
  ]
}

function responsesOf(endpoint: Endpoint): Json {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codesOf(endpoint))
    byStatus.set(errorTable[code].status, [...(byStatus.get(errorTable[code].status) ?? []), code])
  const errors = [...byStatus].map(([status, codes]): [string, Json] => [
    String(status),
    {
      description: codes.map((code) => `${code}: ${errorSentences[code]}`).join('\n'),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  ])
  const ok = { description: 'OK', content: { 'application/json': { schema: schemaOf(endpoint.output, 'output') } } }
  return Object.fromEntries<Json>([['200', ok], ...errors])
}

function operationOf(endpoint: Endpoint): Json {
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [endpoint.id.split('.')[0]],
    parameters: parametersOf(endpoint),
    ...(endpoint.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }),
    responses: responsesOf(endpoint),
    security: isSignedIn(endpoint) ? [{ session: [] }] : [],
  }
}

/** The whole description of the API, OpenAPI 3.1. */
export function openApi(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = `/api${endpoint.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '乡里办 API',
      version: '0.1.0',
      description: 'Generated from the contract. Amounts are integer fen; instants are UTC; days are local at +08:00.',
    },
    paths,
    components: {
      schemas: { Error: schemaOf(wireErrorSchema, 'output') },
      securitySchemes: { session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
}

/** A plain page of the description: no script, readable on any machine. */
export function docsPage(description: string): string {
  const { paths } = JSON.parse(description) as {
    paths: Record<
      string,
      Record<
        string,
        {
          summary: string
          operationId: string
          parameters: unknown
          requestBody?: unknown
          responses: Record<string, { description: string }>
        }
      >
    >
  }
  const sections = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        `<section><h2 id="${escapeHtml(operation.operationId)}"><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h2><p>${escapeHtml(operation.summary)}</p>` +
        `<details><summary>parameters, body, answers</summary><pre>${escapeHtml(JSON.stringify({ parameters: operation.parameters, body: operation.requestBody, responses: operation.responses }, null, 2))}</pre></details></section>`,
    ),
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>乡里办 API</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#101c2e}h2{font-size:1.1rem;margin:2rem 0 .25rem}pre{overflow:auto;background:#f3f6fa;padding:1rem;border-radius:8px}</style><h1>乡里办 API</h1><p>OpenAPI 3.1: <a href="/openapi.json">/openapi.json</a></p>${sections.join('')}</html>`
}
