/** HOUSE layout: one capability is one folder and one registration line on each side. The check is a function of a list of files, so that plants are cheap. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { root } from '../support/plant.ts'

interface Tree {
  readonly files: readonly string[]
  readonly text: (file: string) => string
}

interface Side {
  readonly folder: string
  /** Every capability of this side has these. */
  readonly required: readonly string[]
  readonly registry: readonly string[]
  /** Folders and files that may stand directly in a capability. */
  readonly allowed: RegExp
}

const sides: readonly Side[] = [
  {
    folder: 'shared/src',
    required: ['contract.ts', 'errors.ts', 'messages.zh-CN.ts'],
    registry: ['shared/src/contracts.ts', 'shared/src/errors.ts', 'shared/src/messages.ts'],
    allowed: /./,
  },
  {
    folder: 'server/src/capabilities',
    required: ['index.ts'],
    registry: ['server/src/capabilities/registry.ts'],
    // Beside the folders of the layout a capability may have small files of its own (`todo.ts`, `policy.ts`), never other folders.
    allowed: /^((acts|domain|data|jobs|subscribers|providers|verify|seed)\/.*|[a-z-]+(\.test)?\.ts)$/,
  },
  {
    folder: 'miniprogram/src/capabilities',
    required: ['manifest.ts'],
    registry: ['miniprogram/src/capabilities/registry.ts'],
    allowed: /./,
  },
]

/** Not capabilities: what several of them are made of. */
const others = new Set(['platform', 'demo'])

function capabilitiesOf(side: Side, { files }: Tree): string[] {
  const inside = files
    .filter((file) => file.startsWith(`${side.folder}/`))
    .map((file) => file.slice(side.folder.length + 1).split('/'))
  return [...new Set(inside.filter((parts) => parts.length > 1).map(([name = '']) => name))].filter(
    (name) => !others.has(name),
  )
}

/** What is wrong, one sentence each. */
function faultsOf(side: Side, tree: Tree): string[] {
  return capabilitiesOf(side, tree).flatMap((name) => {
    const below = `${side.folder}/${name}/`
    const own = tree.files.filter((file) => file.startsWith(below)).map((file) => file.slice(below.length))
    const lines = side.registry.map(
      (file) =>
        [
          file,
          tree
            .text(file)
            .split('\n')
            .filter((line) => line.includes(`from './${name}/`)).length,
        ] as const,
    )
    return [
      ...side.required.filter((file) => !own.includes(file)).map((file) => `${below}${file} is missing`),
      ...own.filter((file) => !side.allowed.test(file)).map((file) => `${below}${file} has no place in the layout`),
      ...lines.filter(([, count]) => count !== 1).map(([file, count]) => `${file} registers ${name} ${count} times`),
    ]
  })
}

function ourTree(): Tree {
  const files = sides.flatMap(({ folder }) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  )
  return {
    files,
    text: (file) => (existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : ''),
  }
}

describe.each(sides)('$folder', (side) => {
  test('every capability has its door and one line in the registry', () => {
    expect(capabilitiesOf(side, ourTree()).length).toBeGreaterThan(0)
    expect(faultsOf(side, ourTree())).toEqual([])
  })

  test('a planted capability without door and registration is found', () => {
    const tree = ourTree()
    const faults = faultsOf(side, { ...tree, files: [...tree.files, `${side.folder}/planted/readme.ts`] })
    expect(faults).toContain(`${side.folder}/planted/${side.required[0] ?? ''} is missing`)
    for (const registry of side.registry) expect(faults).toContain(`${registry} registers planted 0 times`)
  })
})

test('a planted file beside the layout is found', () => {
  const tree = ourTree()
  const faults = sides.flatMap((side) =>
    faultsOf(side, { ...tree, files: [...tree.files, 'server/src/capabilities/bills/stuff/thing.ts'] }),
  )
  expect(faults).toContain('server/src/capabilities/bills/stuff/thing.ts has no place in the layout')
})
