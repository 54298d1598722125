/** The relay's first question, put in one command for however many collections a house has. */
import type { Scope } from '../context.ts'
import { countyOf, HOLDS_PENDING } from './collection.ts'
import { nativeDb } from './connection.ts'

/**
 * Which of these audited collections hold entries of the county that were not handed on yet. Each part stops at its first hit in the partial index
 * `pending`, so that the cost follows neither rows nor history.
 */
export async function collectionsWithPending(scope: Scope, names: readonly string[]): Promise<ReadonlySet<string>> {
  const [first, ...others] = names
  if (first === undefined) return new Set()
  const tenant = countyOf(scope, 'pending entries')
  const part = (name: string) => [
    { $match: { tenant, ...HOLDS_PENDING } },
    { $limit: 1 },
    { $project: { _id: 0, name: { $literal: name } } },
  ]
  const rest = others.map((coll) => ({ $unionWith: { coll, pipeline: part(coll) } }))
  const found = nativeDb()
    .collection(first)
    .aggregate<{ name: string }>([...part(first), ...rest])
  return new Set((await found.toArray()).map((one) => one.name))
}
