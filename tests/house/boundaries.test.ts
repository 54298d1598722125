/** Laws 2, 3, 4 and 9: each boundary fails its planted violation, and the same tree without the violations passes. */
import { createRequire } from 'node:module'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { planted, root, runTool, type Files } from '../support/plant.ts'

const config = path.join(root, 'config/tools/dependency-cruiser.cjs')

/** What an honest house looks like, in small. */
const clean: Files = {
  'shared/src/bills/contract.ts': "import * as z from 'zod/mini'\nexport const id = z.string()\n",
  'server/src/main.ts':
    "import { bills } from './capabilities/bills/index.ts'\nimport './platform/http/app.ts'\nexport const house = [bills]\n",
  'server/src/platform/clock.ts': 'export const now = 1\n',
  'server/src/platform/http/app.ts': "import Koa from 'koa'\nexport const app = new Koa()\n",
  'server/src/platform/db/connection.ts': "import mongoose from 'mongoose'\nexport const driver = mongoose.mongo\n",
  'server/src/capabilities/bills/index.ts':
    "import { due } from './domain/due.ts'\nimport { find } from './data/bills.ts'\nexport const bills = { due, find }\n",
  'server/src/capabilities/bills/data/bills.ts': "import mongoose from 'mongoose'\nexport const find = mongoose\n",
  'server/src/capabilities/bills/domain/due.ts':
    "import { id } from '../../../../../shared/src/bills/contract.ts'\nexport const due = id\n",
  'server/src/capabilities/payments/index.ts':
    "import { bills } from '../bills/index.ts'\nexport const payments = bills\n",
  'tests/drills/look.ts': "export { find } from '../../server/src/capabilities/bills/data/bills.ts'\n",
  'world/src/main.ts': "import Koa from 'koa'\nexport const world = Koa\n",
  'miniprogram/src/app.config.ts':
    "import { registry } from './capabilities/registry.ts'\nexport const config = registry\n",
  'miniprogram/src/capabilities/registry.ts':
    "import { bills } from './bills/manifest.ts'\nexport const registry = [bills]\n",
  'miniprogram/src/capabilities/bills/manifest.ts': "export const bills = 'bills'\n",
  'miniprogram/src/capabilities/bills/api.ts': 'export const api = 1\n',
  'miniprogram/src/platform/nav/nav.ts': "import Taro from '@tarojs/taro'\nexport const nav = Taro\n",
  'miniprogram/src/ui/card.tsx': "import { View } from '@tarojs/components'\nexport const Card = View\n",
}

/** One violation for each rule: the file that breaks it and what it says. */
const violations: Readonly<Record<string, readonly [file: string, text: string, more?: Files]>> = {
  'no-cycles': [
    'server/src/platform/a.ts',
    "import { b } from './b.ts'\nexport const a = b\n",
    { 'server/src/platform/b.ts': "import { a } from './a.ts'\nexport const b = a\n" },
  ],
  resolvable: ['server/src/platform/lost.ts', "export { nothing } from './nothing.ts'\n"],
  'one-door-between-capabilities': [
    'server/src/capabilities/payments/peep.ts',
    "export { due } from '../bills/domain/due.ts'\n",
  ],
  'one-door-from-outside': ['server/src/worker.ts', "export { find } from './capabilities/bills/data/bills.ts'\n"],
  'tests-through-door-or-data': [
    'tests/capabilities/act.ts',
    "export { due } from '../../server/src/capabilities/bills/domain/due.ts'\n",
  ],
  'platform-knows-no-capability': [
    'server/src/platform/knowing.ts',
    "export { bills } from '../capabilities/bills/index.ts'\n",
  ],
  'koa-in-platform-http': [
    'server/src/capabilities/bills/http.ts',
    "import type { Context } from 'koa'\nexport type C = Context\n",
  ],
  'mongoose-in-data': [
    'server/src/capabilities/bills/acts/pay-bill.ts',
    "import mongoose from 'mongoose'\nexport const pay = mongoose\n",
  ],
  'pure-domain-no-outside': [
    'server/src/capabilities/bills/domain/clock.ts',
    "import { hrtime } from 'node:process'\nexport const now = hrtime\n",
  ],
  'pure-domain-only-siblings': [
    'server/src/capabilities/bills/domain/reach.ts',
    "export { find } from '../data/bills.ts'\n",
  ],
  'client-capabilities-apart': [
    'miniprogram/src/capabilities/notices/page.ts',
    "export { api } from '../bills/api.ts'\n",
  ],
  'client-manifest-only': [
    'miniprogram/src/pages/home/index.ts',
    "export { api } from '../../capabilities/bills/api.ts'\n",
  ],
  'taro-in-platform': ['miniprogram/src/ui/toast.ts', "import Taro from '@tarojs/taro'\nexport const toast = Taro\n"],
  'client-ui-below-pages': [
    'miniprogram/src/ui/up.ts',
    "export { page } from '../pages/me/index.ts'\n",
    { 'miniprogram/src/pages/me/index.ts': 'export const page = 1\n' },
  ],
  'world-apart': ['world/src/borrow.ts', "export { now } from '../../server/src/platform/clock.ts'\n"],
  'server-apart': ['server/src/platform/cheat.ts', "export { world } from '../../../world/src/main.ts'\n"],
  'client-apart': [
    'miniprogram/src/platform/cheat.ts',
    "export { now } from '../../../server/src/platform/clock.ts'\n",
  ],
  'shared-stands-alone': ['shared/src/heavy.ts', "import Koa from 'koa'\nexport const heavy = Koa\n"],
  'zod-mini-on-the-phone': ['shared/src/full.ts', "import { z } from 'zod'\nexport const full = z\n"],
  'no-test-in-product': [
    'server/src/platform/tested.ts',
    "export { fixture } from './clock.test.ts'\n",
    { 'server/src/platform/clock.test.ts': 'export const fixture = 1\n' },
  ],
}

interface Found {
  readonly rule: string
  readonly from: string
}

async function cruise(files: Files): Promise<Found[]> {
  return planted(files, async (folder) => {
    const words = ['--config', config, '--output-type', 'json', 'shared', 'server', 'world', 'miniprogram', 'tests']
    const { output } = await runTool('depcruise', words, folder)
    const report: { summary: { violations: { from: string; rule: { name: string } }[] } } = JSON.parse(output)
    return report.summary.violations.map(({ from, rule }) => ({ rule: rule.name, from }))
  })
}

function ruleNames(): string[] {
  const rules: { forbidden: { name: string; comment: string }[] } = createRequire(import.meta.url)(config)
  return rules.forbidden.map((rule) => rule.name)
}

describe('the boundaries of the house', () => {
  let found: Found[] = []

  beforeAll(async () => {
    const broken: [string, string][] = Object.values(violations).flatMap(([file, text, more]) => [
      [file, text],
      ...Object.entries(more ?? {}),
    ])
    found = await cruise({ ...clean, ...Object.fromEntries(broken) })
  })

  test('a tree that keeps every boundary passes', async () => {
    expect(await cruise(clean)).toEqual([])
  })

  test.each(Object.entries(violations))('a planted violation of %s is found', (rule, [file]) => {
    expect(found).toContainEqual({ rule, from: file })
  })

  test('every rule of the configuration has a planted violation here', () => {
    expect(ruleNames().filter((name) => !(name in violations))).toEqual([])
  })

  test('our own tree passes', async () => {
    const words = [
      '--config',
      config,
      'shared/src',
      'server/src',
      'world/src',
      'miniprogram/src',
      'tests',
      'scripts',
      'config',
    ]
    const { code, output } = await runTool('depcruise', words, root)
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' })
  })
})
