/** What the documents say must be there: files they link to, commands and variables they name. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { root } from '../support/plant.ts'

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const documents = [
  'README.md',
  'README.zh-CN.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

describe.each(documents)('%s', (document) => {
  test('links only to files that exist', () => {
    const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) =>
      path.join(path.dirname(document), link),
    )
    expect(links.filter((link) => !existsSync(path.join(root, link)))).toEqual([])
  })

  test('names only commands that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
    const named = [...read(document).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})

test.each(['README.md', 'README.zh-CN.md'])('%s names every variable that the server reads', (readme) => {
  const schema = read('server/src/platform/config/config.ts')
  const names = [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]+): z\./gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'NODE_ENV')
  expect(names.length).toBeGreaterThan(5)
  const text = read(readme)
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})

test('the change log has a place for what comes next', () => {
  expect(read('CHANGELOG.md')).toContain('## Unreleased')
})

test('no file of ours names a path of one machine', () => {
  const files = [
    'scripts',
    'config',
    'tests',
    'docs',
    'shared/src',
    'server/src',
    'world/src',
    'miniprogram/src',
  ].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() &&
          /\.(ts|tsx|mjs|cjs|js|md|json|scss|yaml)$/.test(entry.name) &&
          !entry.parentPath.includes('.out'),
      )
      .map((entry) => path.join(entry.parentPath, entry.name)),
  )
  const homes = /\/home\/\w+\/|\/Users\/\w+\/|\/root\//
  expect(
    files.filter((file) => homes.test(readFileSync(file, 'utf8'))).map((file) => path.relative(root, file)),
  ).toEqual([])
})
