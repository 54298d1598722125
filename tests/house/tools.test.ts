/** Secrets, dead code, types, format and generated files: each tool fails its planted violation. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { planted, root, runTool } from '../support/plant.ts'

const tools = path.join(root, 'config/tools')

describe('secrets', () => {
  const scan = (text: string) =>
    planted({ 'server/src/keys.ts': text }, (folder) =>
      runTool('secretlint', ['--secretlintrc', path.join(root, '.secretlintrc.json'), 'server/**/*'], folder),
    )

  test('a database address with a password is found', async () => {
    const password = randomBytes(12).toString('hex')
    expect(
      (await scan(`export const uri = 'mongodb://admin:${password}@db.internal.example.cn:27017/xiangliban'\n`)).code,
    ).not.toBe(0)
  })

  test('a private key is found', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = String(privateKey.export({ type: 'pkcs1', format: 'pem' }))
    expect((await scan(pem)).code).not.toBe(0)
  })

  test('plain code passes', async () => {
    expect((await scan("export const uri = process.env['MONGODB_URI']\n")).code).toBe(0)
  })
})

describe('dead code', () => {
  const manifest = { name: 'xiangliban', private: true, type: 'module', workspaces: ['server'] }
  const files = {
    'package.json': JSON.stringify(manifest),
    'server/package.json': JSON.stringify({ name: '@xlb/server', private: true, type: 'module' }),
    'server/src/main.ts': "import { used } from './used.ts'\nused()\n",
    'server/src/used.ts': 'export function used() {}\n',
  }
  const look = (more: Readonly<Record<string, string>>) =>
    planted({ ...files, ...more }, (folder) =>
      runTool('knip', ['--config', path.join(tools, 'knip.json'), '--no-config-hints'], folder),
    )

  test('a file nobody imports is found', async () => {
    const { code, output } = await look({ 'server/src/orphan.ts': 'export const orphan = 1\n' })
    expect(code).not.toBe(0)
    expect(output).toContain('server/src/orphan.ts')
  })

  test('an export nobody imports is found', async () => {
    const { code, output } = await look({
      'server/src/used.ts': 'export function used() {}\nexport function forgotten() {}\n',
    })
    expect(code).not.toBe(0)
    expect(output).toContain('forgotten')
  })

  test('a tree without dead code passes', async () => {
    expect(await look({})).toMatchObject({ code: 0 })
  })
})

describe('types', () => {
  const compile = (text: string) => {
    const config = {
      extends: path.join(root, 'tsconfig.base.json'),
      compilerOptions: { outDir: 'out' },
      include: ['*.ts'],
    }
    return planted({ 'tsconfig.json': JSON.stringify(config), 'a.ts': text }, (folder) =>
      runTool('tsc', ['-p', folder], folder),
    )
  }

  test.each([
    ['an index that may be missing', 'export const first = (all: string[]): string => all[0]\n'],
    ['an enum', 'export enum Kind { water }\n'],
    ['undefined where only absence is meant', 'export const a: { b?: string } = { b: undefined }\n'],
    ['a parameter property', 'export class A { constructor(private a: string) {} }\n'],
  ])('%s is refused', async (_what, text) => {
    expect((await compile(text)).code).not.toBe(0)
  })

  test('sound code passes', async () => {
    expect(await compile('export const first = (all: string[]): string | undefined => all[0]\n')).toMatchObject({
      code: 0,
    })
  })
})

test('styles with a modern colour notation are refused', async () => {
  const words = ['--config', path.join(tools, 'stylelint.config.js'), '--config-basedir', root, '**/*.scss']
  const lint = (text: string) => planted({ 'a.scss': text }, (folder) => runTool('stylelint', words, folder))
  expect((await lint('.card {\n  color: rgb(0 0 0 / 10%);\n}\n')).code).not.toBe(0)
  expect(await lint('.card {\n  color: rgba(0, 0, 0, 0.1);\n}\n')).toMatchObject({ code: 0 })
})

test('a file out of format is found', async () => {
  const check = (text: string) =>
    planted({ 'a.ts': text }, (folder) =>
      runTool('prettier', ['--config', path.join(root, '.prettierrc.json'), '--check', 'a.ts'], folder),
    )
  expect((await check('export const a = "b";\n')).code).not.toBe(0)
  expect(await check("export const a = 'b'\n")).toMatchObject({ code: 0 })
})

test('every generated file is fresh', async () => {
  const { code, output } = await runTool('node', ['--import', 'tsx', 'scripts/generate.ts', '--check'], root)
  expect({ code, output }).toEqual({ code: 0, output: '' })
})
