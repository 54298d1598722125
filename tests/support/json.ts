/** What came over a wire, looked into without believing in its shape. */

export type Json = Readonly<Record<string, unknown>>

/** The fields of an object; none of anything else. */
export function fieldsIn(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** The objects of a list; none of anything else. */
export function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.map((one: unknown) => fieldsIn(one)) : []
}
