/** Laws 1, 2, 6 and 11 over every endpoint and every error, present and future. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { contracts } from '@xlb/shared/contracts.ts'
import { errorTable } from '@xlb/shared/errors.ts'
import { errorSentences } from '@xlb/shared/messages.ts'
import type { Endpoint } from '@xlb/shared/platform/endpoint.ts'
import { audiences, limiterClasses, roles } from '@xlb/shared/platform/roles.ts'
import * as z from 'zod/mini'
import { root } from '../support/plant.ts'

interface Named {
  readonly capability: string
  readonly name: string
  readonly endpoint: Endpoint
}

const all: readonly Named[] = Object.entries(contracts).flatMap(([capability, endpoints]) =>
  Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => ({ capability, name, endpoint })),
)
const rows = all.map((one) => [one.endpoint.id, one] as const)

function textOf(folder: string): string {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  )
  return files.map((file) => readFileSync(path.join(root, folder, file), 'utf8')).join('\n')
}

describe('every endpoint', () => {
  test.each(rows)('%s is named after its capability and its place in the contract', (id, { capability, name }) => {
    expect(id).toBe(`${capability}.${name}`)
  })

  test.each(rows)('%s names an audience and a limiter the server knows', (_id, { endpoint }) => {
    expect(audiences).toContain(endpoint.audience)
    expect(limiterClasses).toContain(endpoint.limiter)
  })

  test.each(rows)('%s declares a schema for each :name of its path, and no other', (_id, { endpoint }) => {
    const named = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    const shape = endpoint.params instanceof z.ZodMiniObject ? Object.keys(endpoint.params.shape) : []
    expect(shape.sort()).toEqual(named.sort())
  })

  test.each(rows)('%s refuses fields it does not know', (_id, { endpoint }) => {
    for (const schema of [endpoint.query, endpoint.body]) {
      if (schema === undefined) continue
      expect(schema.safeParse({ surelyUnknownField: 1 }).success).toBe(false)
    }
  })

  test.each(rows)('%s names only errors that exist', (_id, { endpoint }) => {
    expect(endpoint.errors.filter((code) => !(code in errorTable))).toEqual([])
  })

  test.each(rows)('%s reads by GET without a body, and a GET changes nothing', (_id, { endpoint }) => {
    if (endpoint.method !== 'GET') return
    expect(endpoint.body).toBeUndefined()
    expect(endpoint.idempotent).toBe(false)
  })

  test.each(rows)('%s keeps raw bytes exactly when a provider signs them', (_id, { endpoint }) => {
    expect(endpoint.raw === true).toBe(endpoint.audience === 'provider')
  })

  test.each(rows)('%s names its roles exactly when it is for staff, and each of them exists', (_id, { endpoint }) => {
    if (endpoint.audience !== 'staff') expect(endpoint.roles).toBeUndefined()
    else if (endpoint.roles !== 'signed-in') {
      expect(endpoint.roles ?? []).not.toEqual([])
      expect((endpoint.roles ?? []).filter((one) => !roles.includes(one))).toEqual([])
    }
  })

  test('no two share a route or an id', () => {
    const routes = all.map(({ endpoint }) => `${endpoint.method} ${endpoint.path.replaceAll(/:\w+/g, ':')}`)
    expect(routes.length).toBe(new Set(routes).size)
    expect(all.length).toBe(new Set(rows.map(([id]) => id)).size)
  })

  test('each has an HTTP test that names it', () => {
    const tests = textOf('tests/capabilities')
    const untested = all.filter(
      ({ endpoint, capability, name }) =>
        !tests.includes(endpoint.id) && !tests.includes(`contracts.${capability}.${name}`),
    )
    expect(untested.map(({ endpoint }) => endpoint.id)).toEqual([])
  })
})

describe('every error', () => {
  const codes = Object.entries(errorTable)
  const sentences: Readonly<Record<string, string>> = errorSentences

  test.each(codes)('%s has a status of the 4xx or 5xx', (_code, { status }) => {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
  })

  test.each(codes)('%s is kebab-case and has a plain, polite Chinese sentence', (code) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
    const sentence = sentences[code] ?? ''
    expect(sentence).toMatch(/\p{Script=Han}.*[。？]$/u)
    expect(sentence).not.toMatch(/[!！你]|请勿|非法|错误码/)
  })

  test('each is used by an endpoint or belongs to the platform', () => {
    const used = new Set(all.flatMap(({ endpoint }) => endpoint.errors))
    const platform = readFileSync(path.join(root, 'shared/src/platform/error.ts'), 'utf8')
    const server = serverText()
    const unused = codes
      .map(([code]) => code)
      .filter((code) => !used.has(code) && !platform.includes(code) && !server.includes(`'${code}'`))
    expect(unused).toEqual([])
  })
})

function serverText(): string {
  const folder = path.join(root, 'server/src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n')
}
