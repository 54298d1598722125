/**
 * The house's promises and the faults that are planted against each: a unique index dropped, a guard removed. The named test must go red with the
 * fault and be green without it. `find` stands in its file exactly once, or the fault is refused: then this table has to follow the code.
 */
export interface Named {
  /** Below tests/capabilities, without `.test.ts`. */
  readonly file: string
  /** Whole name, with the names of the describes around it. */
  readonly test: string
}

export interface Fault {
  readonly what: string
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly red: Named
}

export interface Kept {
  readonly promise: string
  readonly faults: readonly Fault[]
}

export const PAYMENTS = 'server/src/capabilities/payments'
export const BILLS = 'server/src/capabilities/bills'
export const PLATFORM = 'server/src/platform'

/** The unit of work without its guard: whoever writes last wins. */
export const unguarded = {
  file: `${PLATFORM}/db/record.ts`,
  find: 'const at = { _id: before._id, state: before.state, version: before.version }',
  replace: 'const at = { _id: before._id }',
}

/** Tests of one file, by their whole names. */
export const among =
  (file: string) =>
  (test: string): Named => ({ file, test })
export const here = among('promises')

/** The declared index loses its `unique`. */
export function dropped(index: string, file: string, fields: string, red: Named, rest = ''): Fault {
  const declared = `{ name: '${index}', fields: { tenant: 1, ${fields} }, unique: true${rest} }`
  return {
    what: `unique index ${index} dropped`,
    file,
    find: declared,
    replace: declared.replace(', unique: true', ''),
    red,
  }
}
