/** A value that a schema of the contract takes, made from the schema itself: for tests that walk every endpoint and know none by name. */
import fc from 'fast-check'
import * as z from 'zod/mini'
import { fieldsIn, objectsIn, type Json } from './json.ts'

const SEEDS = 200

/** The first of many tries that the schema takes: patterns say the form, refinements (a real day) only the schema knows. */
export function sampleOf(schema: z.ZodMiniType): unknown {
  const drawn = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const value = draw(fieldsIn(drawn), seed)
    if (schema.safeParse(value).success) return value
  }
  throw new Error(`no sample of ${JSON.stringify(drawn)} was taken by its schema`)
}

/** JSON Schema → one value. Optional fields are left out; a choice takes its first. */
function draw(schema: Json, seed: number): unknown {
  if ('const' in schema) return schema['const']
  const listed: unknown[] = Array.isArray(schema['enum']) ? schema['enum'] : []
  if (listed.length > 0) return listed[0]
  const choices = [...objectsIn(schema['anyOf']), ...objectsIn(schema['oneOf'])]
  if (choices[0] !== undefined) return draw(choices[0], seed)
  const parts = objectsIn(schema['allOf'])
  if (parts.length > 0) return draw(fieldsIn(Object.assign({}, schema, { allOf: [] }, ...parts)), seed)
  switch (schema['type']) {
    case 'object':
      return drawObject(schema, seed)
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => draw(fieldsIn(schema['items']), seed))
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 1), 1)
    case 'boolean':
      return false
    case 'null':
      return null
    default:
      return drawText(schema, seed)
  }
}

function drawObject(schema: Json, seed: number): Json {
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : []
  const properties = fieldsIn(schema['properties'])
  return Object.fromEntries(required.map((name) => [name, draw(fieldsIn(properties[name]), seed)]))
}

const DAY = '2026-11-26'

function drawText(schema: Json, seed: number): string {
  const pattern = typeof schema['pattern'] === 'string' ? schema['pattern'] : null
  if (pattern === null) return 'a'.repeat(Math.max(1, Number(schema['minLength'] ?? 1)))
  if (new RegExp(pattern).test(DAY)) return DAY
  const [text = ''] = fc.sample(fc.stringMatching(new RegExp(pattern)), { seed, numRuns: 1 })
  return text
}
