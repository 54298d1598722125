/** Every alarm that the server can raise has words for the operator; words for what nobody raises are dead. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { alarmWords } from '@xlb/shared/operations/alarms.zh-CN.ts'
import { root } from '../support/plant.ts'

const server = path.join(root, 'server/src')
const text = readdirSync(server, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(path.join(server, file), 'utf8'))
  .join('\n')

/** Where a kind is named: close behind the call, in the table of events, or as the argument of the few functions that take it alone. */
const PATTERNS = [
  /(?<!function )raiseAlarm(?:Seldom)?\(.{1,200}?\bkind: '([a-z-]+)'/gs,
  /\{ event: '[a-z.-]+', kind: '([a-z-]+)' \}/g,
  /\bnoteStorm\(house, '([a-z-]+)'/g,
  /\btell\(ctx, parts, '([a-z-]+)'/g,
  /\btrouble\('([a-z-]+)'\)/g,
]
const raised = new Set(PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, kind = '']) => kind)))

test('every kind of alarm has words: what it is and what to do', () => {
  expect(raised.size).toBeGreaterThan(10)
  expect([...raised].filter((kind) => !(kind in alarmWords)).sort()).toEqual([])
  for (const { title, todo } of Object.values(alarmWords)) {
    expect(title).toMatch(/\p{Script=Han}/u)
    expect(todo).toMatch(/\p{Script=Han}.*。$/su)
    expect(title + todo).not.toMatch(/[!！你]|请勿|非法/)
  }
})

test('no words stand for an alarm that nobody raises', () => {
  expect(Object.keys(alarmWords).filter((kind) => !raised.has(kind))).toEqual([])
})
