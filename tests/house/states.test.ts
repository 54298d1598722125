/** Law 4 over every transition table that shared/ declares: tables are found, not listed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { root } from '../support/plant.ts'

interface Table {
  readonly record: string
  readonly initial: string
  readonly moves: Readonly<Record<string, Readonly<Record<string, string>>>>
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && 'record' in value && 'initial' in value && 'moves' in value
}

const shared = path.join(root, 'shared/src')
const files = readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter(
  (file) => path.basename(file) === 'states.ts' && !file.startsWith('platform'),
)

async function tablesOf(file: string): Promise<Table[]> {
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path.join(shared, file)).href)
  return Object.values(module).filter(isTable)
}

function reachable({ initial, moves }: Table): string[] {
  const seen = new Set([initial])
  for (const state of seen) for (const to of Object.values(moves[state] ?? {})) seen.add(to)
  return [...seen].sort()
}

test('there are tables to check', () => {
  expect(files.length).toBeGreaterThan(0)
})

describe.each(files)('the table of %s', (file) => {
  let tables: Table[] = []
  beforeAll(async () => {
    tables = await tablesOf(file)
  })

  test('leads only to states it declares', () => {
    for (const { moves } of tables) {
      const targets = Object.values(moves).flatMap((row) => Object.values(row))
      expect(targets.filter((state) => !(state in moves))).toEqual([])
    }
  })

  test('reaches every state it declares', () => {
    for (const table of tables) expect(reachable(table)).toEqual(Object.keys(table.moves).sort())
  })

  test('gives every state words for people, in both views', () => {
    const sentences = path.join(shared, path.dirname(file), 'messages.zh-CN.ts')
    expect(existsSync(sentences)).toBe(true)
    const text = readFileSync(sentences, 'utf8')
    for (const { moves } of tables)
      expect(Object.keys(moves).filter((state) => !text.includes(`${state}:`))).toEqual([])
  })
})
