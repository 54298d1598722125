/** The table of faults follows the code: what `npm run sabotage` wants to change stands there once, and the test it wants red exists. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { moneyPromises } from '../sabotage/money.ts'
import { administrationPromises } from '../sabotage/administration.ts'
import { authorityPromises } from '../sabotage/authority.ts'
import { clinicPromises } from '../sabotage/clinic.ts'
import { codePromises } from '../sabotage/codes.ts'
import { creditPromises } from '../sabotage/credits.ts'
import { financePromises } from '../sabotage/finance.ts'
import { householdPromises } from '../sabotage/households.ts'
import { postingPromises } from '../sabotage/postings.ts'
import { officePromises } from '../sabotage/offices.ts'
import { peoplePromises } from '../sabotage/people.ts'
import { recordPromises } from '../sabotage/records.ts'
import { revocationPromises } from '../sabotage/revocations.ts'
import { placesOf } from '../sabotage/tree.ts'
import { sessionPromises } from '../sabotage/sessions.ts'
import { vaccinePromises } from '../sabotage/vaccines.ts'
import { wallPromises } from '../sabotage/walls.ts'
import { root } from '../support/plant.ts'

const promises = [
  ...administrationPromises,
  ...authorityPromises,
  ...clinicPromises,
  ...sessionPromises,
  ...codePromises,
  ...moneyPromises,
  ...householdPromises,
  ...creditPromises,
  ...financePromises,
  ...postingPromises,
  ...officePromises,
  ...peoplePromises,
  ...recordPromises,
  ...revocationPromises,
  ...vaccinePromises,
  ...wallPromises,
]
const faults = promises.flatMap((one) => one.faults.map((fault) => ({ name: `${one.promise} — ${fault.what}`, fault })))

const patternOf = (title: string): string => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%[sidj]/g, '.+')

/** Whole names of a test file, each title with and without each describe before it; `%s` and `%i` of a table stand for anything. */
function namesOf(file: string): RegExp[] {
  const text = readFileSync(path.join(root, 'tests', 'capabilities', `${file}.test.ts`), 'utf8')
  const around = ['', ...[...text.matchAll(/describe\('([^']+)'/g)].map(([, name = '']) => `${patternOf(name)} `)]
  const titles = [...text.matchAll(/(?:test\(|\]\)\(|test\.each\(\w+\)\()\s*'((?:[^'\\]|\\.)+)'/g)].map(
    ([, title = '']) => patternOf(title),
  )
  return around.flatMap((before) => titles.map((title) => new RegExp(`^${before}${title}$`, 'u')))
}

describe('sabotage', () => {
  test('plants at least two faults against each promise', () => {
    expect(promises.filter((one) => one.faults.length < 2)).toEqual([])
    expect(promises.length).toBeGreaterThanOrEqual(13)
  })

  test.each(faults)('$name: stands in its file exactly once', ({ fault }) => {
    expect(placesOf(readFileSync(path.join(root, fault.file), 'utf8'), fault.find)).toHaveLength(1)
  })

  test.each(faults)('$name: names a test that exists', ({ fault }) => {
    expect(namesOf(fault.red.file).some((name) => name.test(fault.red.test))).toBe(true)
  })

  test('finds a text however its lines are broken, and not another one', () => {
    expect(placesOf('f(\n  a,\n  { b: 1 },\n)', 'f(a, { b: 1 })')).toHaveLength(1)
    expect(placesOf('f(a, { b: 2 })', 'f(a, { b: 1 })')).toHaveLength(0)
  })
})
