/** What WeChat would refuse to take: broken scripts, templates, styles, missing pages, a bad tab bar. */
import { execFile } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from '@jest/globals'
import { distOf } from '../support/weapp/bundle.ts'

const run = promisify(execFile)
const gate = path.join(import.meta.dirname, '../support/weapp/compile-gate.mjs')
const planted = mkdtempSync(path.join(tmpdir(), 'broken-weapp-'))

afterAll(() => {
  rmSync(planted, { recursive: true, force: true })
})

/** The last line the gate wrote; the compiler itself is chatty. */
async function compile(folder: string): Promise<string> {
  const { stdout } = await run(process.execPath, [gate, folder], { maxBuffer: 64_000_000 })
  return stdout.trim().split('\n').at(-1) ?? ''
}

function plant(files: Readonly<Record<string, string>>): string {
  mkdirSync(path.join(planted, 'pages/a'), { recursive: true })
  const whole = {
    'app.json': '{"pages":["pages/a/a"]}',
    'app.js': 'App({})',
    'pages/a/a.json': '{}',
    'pages/a/a.js': 'Page({})',
    'pages/a/a.wxml': '<view></view>',
    'project.config.json': '{"miniprogramRoot":"./","compileType":"miniprogram","appid":"wxd1a0000000000001"}',
    ...files,
  }
  for (const [file, text] of Object.entries(whole)) writeFileSync(path.join(planted, file), text)
  return planted
}

describe('WeChat’s compiler, offline', () => {
  test('takes the build, lowered to ES5 and minified', async () => {
    expect(await compile(distOf)).toMatch(/^\{"files":\d{2,}\}$/)
  })

  test('refuses a template with an unclosed tag, so its yes means something', async () => {
    expect(await compile(plant({ 'pages/a/a.wxml': '<view><text></view>' }))).toContain('unexpected end tag')
  })

  test('refuses a script that does not parse', async () => {
    expect(await compile(plant({ 'pages/a/a.js': 'Page({' }))).toContain('Unexpected token')
  })
})
