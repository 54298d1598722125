/** "Voice" of the house: each ban of the linter fails its planted violation, with the real configuration. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { root } from '../support/plant.ts'

const sound = 'export const answer = 42\n'
const server = 'server/src/capabilities/bills/acts/pay-bill.ts'

const page = 'miniprogram/src/capabilities/bills/pages/list/index.tsx'

/** [rule, what is wrong, file, text] */
const violations: readonly (readonly [rule: string, what: string, file: string, text: string])[] = [
  ['@typescript-eslint/no-explicit-any', 'any', server, 'export const loose: any = 1\n'],
  [
    '@typescript-eslint/no-non-null-assertion',
    'a non-null assertion',
    server,
    'export const first = (all: string[]) => all[0]!\n',
  ],
  [
    '@typescript-eslint/consistent-type-assertions',
    'a cast outside platform/',
    server,
    'export const id = (raw: unknown) => raw as string\n',
  ],
  ['no-restricted-syntax', 'a default export', server, 'export default 42\n'],
  ['no-restricted-syntax', 'a class called …Manager', server, 'export class BillManager {}\n'],
  ['no-restricted-syntax', 'an interface called …Service', server, 'export interface BillService { pay: string }\n'],
  [
    'max-lines',
    'a source file of 301 lines',
    server,
    'export const line = 1\n'.replace('line', 'a') + '\n'.repeat(300),
  ],
  ['max-lines', 'a test file of 301 lines', 'tests/house/long.test.ts', '\n'.repeat(301)],
  ['no-console', 'console in the server', server, "console.log('paid')\n"],
  [
    'check-file/filename-naming-convention',
    'a file in camelCase',
    'server/src/capabilities/bills/acts/payBill.ts',
    sound,
  ],
  [
    'check-file/folder-naming-convention',
    'a folder in camelCase',
    'server/src/capabilities/utilityBills/index.ts',
    sound,
  ],
  ['house/plain-file-names', 'a folder called utils', 'server/src/platform/utils/text.ts', sound],
  ['house/plain-file-names', 'a file called …-helpers', 'miniprogram/src/ui/card-helpers.tsx', sound],
  [
    'react-hooks/rules-of-hooks',
    'a hook in a branch',
    'miniprogram/src/ui/card.tsx',
    "import { useState } from 'react'\nexport function Card(p: { on: boolean }) {\n  if (p.on) useState(1)\n  return null\n}\n",
  ],
  ['no-restricted-syntax', 'the machine’s clock in an act', server, 'export const now = () => Date.now()\n'],
  ['no-restricted-syntax', 'a Date of now in an act', server, 'export const now = () => new Date()\n'],
  ['no-restricted-syntax', 'chance from Math in an act', server, 'export const id = () => Math.random()\n'],
  [
    'no-restricted-syntax',
    'a call to the outside in an act',
    server,
    "export const ask = () => fetch('https://example.cn')\n",
  ],
  ['no-restricted-syntax', 'a page asking for its platform', page, "export const h5 = process.env.TARO_ENV === 'h5'\n"],
  ['no-restricted-syntax', 'words for people inside a page', page, "export const title = '水费账单'\n"],
  ['eqeqeq', 'a loose comparison', server, 'export const same = (a: unknown, b: unknown) => a == b\n'],
]

const allowed: readonly (readonly [what: string, file: string, text: string])[] = [
  ['a plain act', server, sound],
  [
    'a call to the outside in a provider',
    'server/src/capabilities/payments/providers/wechat-pay.ts',
    "export const ask = () => fetch('https://example.cn')\n",
  ],
  ['as const', server, "export const kinds = ['water', 'gas'] as const\n"],
  ['a cast in platform/', 'server/src/platform/db/row.ts', 'export const id = (raw: unknown) => raw as string\n'],
  [
    'the default export of a page',
    'miniprogram/src/capabilities/bills/pages/list/index.tsx',
    'export default function List() {\n  return null\n}\n',
  ],
  ['a sentence file in two languages', 'shared/src/bills/messages.zh-CN.ts', sound],
]

describe('the voice of the code', () => {
  let eslint: ESLint

  beforeAll(() => {
    // The files exist only here: what needs the compiler's project is left to `npm run lint`.
    eslint = new ESLint({
      cwd: root,
      overrideConfig: [{ ...tseslint.configs.disableTypeChecked, files: ['**/*.{ts,tsx}'] }],
    })
  })

  async function rulesBroken(file: string, text: string): Promise<(string | null)[]> {
    const [result] = await eslint.lintText(text, { filePath: file, warnIgnored: true })
    return (result?.messages ?? []).map((message) => message.ruleId ?? message.message)
  }

  test.each(violations)('%s refuses %s', async (rule, _what, file, text) => {
    expect(await rulesBroken(file, text)).toContain(rule)
  })

  test.each(allowed)('%s is allowed', async (_what, file, text) => {
    expect(await rulesBroken(file, text)).toEqual([])
  })
})
