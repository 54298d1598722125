/** DOMAIN retention: no record without a rule that says how long it is kept and why. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { capabilities } from '../../server/src/capabilities/registry.ts'
import '../../server/src/context.ts'
import type { RetentionRule } from '../../server/src/platform/capability.ts'
import { collections, type CollectionSpec } from '../../server/src/platform/db/collection.ts'
import '../../server/src/platform/idempotency/store.ts'
import '../../server/src/platform/jobs/run.ts'
import { collectionOfRule, rulesOf } from '../../server/src/platform/retention/rules.ts'

/** What is kept, and stands in no collection. */
const OUTSIDE = ['log-files']

const rules = rulesOf({ capabilities })
const named = rules.map((rule) => [rule.record, rule] as const)

let specs: Map<string, CollectionSpec>
beforeAll(() => {
  specs = new Map(collections().map((spec) => [spec.name, spec]))
})

test('every collection of the house has exactly one rule of retention, named after it', () => {
  const records = rules.filter(({ record }) => !OUTSIDE.includes(record)).map(collectionOfRule)
  expect(records.sort()).toEqual([...specs.keys()].sort())
})

describe.each(named)('%s', (_record, rule: RetentionRule) => {
  test('has words, and a source that says why so long', () => {
    expect(rule.title).toMatch(/\p{Script=Han}/u)
    expect(rule.source.length).toBeGreaterThan(5)
  })

  test('is removed by exactly the way it names', () => {
    expect(rule.remove !== undefined).toBe(rule.by === 'job')
    const expires =
      specs.get(collectionOfRule(rule))?.indexes.some((index) => index.expireAfterSeconds !== undefined) ?? false
    expect(expires).toBe(rule.by === 'ttl')
    if (rule.by !== 'never') expect('while' in rule.keep).toBe(false)
  })
})
