/** The lock: no version below a known hole, no host, and nothing left out that `npm ci` would miss. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { completeLock, platformOf } from '../../scripts/complete-lock.mjs'
import { root } from '../support/plant.ts'

const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
type Lock = Parameters<typeof completeLock>[0]
function read(): Lock {
  const lock: Lock = JSON.parse(text)
  return lock
}

/** Lowest version without a known hole; a package that is not installed passes. */
const floors: Readonly<Record<string, string>> = {
  mongoose: '9.9.2',
  koa: '3.1.2',
  multer: '2.2.0',
  dompurify: '3.3.2',
  jsonwebtoken: '9.0.0',
}

function atLeast(version: string, floor: string): boolean {
  const [a = [], b = []] = [version, floor].map((one) => one.split('.').map(Number))
  const at = a.findIndex((part, index) => part !== b[index])
  return at === -1 || (a[at] ?? 0) > (b[at] ?? 0)
}

function below(lock: Lock): string[] {
  return Object.entries(lock.packages).flatMap(([where, { version }]) => {
    const floor = floors[where.split('node_modules/').at(-1) ?? '']
    return where.includes('node_modules/') && floor !== undefined && version !== undefined && !atLeast(version, floor)
      ? [`${where}@${version}`]
      : []
  })
}

describe('the lock', () => {
  test('holds no version below a known hole', () => {
    expect(below(read())).toEqual([])
  })

  test('a planted old version is found', () => {
    expect(below({ packages: { 'node_modules/x/node_modules/mongoose': { version: '9.9.1' } } })).toEqual([
      'node_modules/x/node_modules/mongoose@9.9.1',
    ])
  })

  test('names no host', () => {
    expect(text).not.toMatch(/"resolved": "(https?|git)/)
  })

  test('is complete: nothing would be added', () => {
    expect(completeLock(read())).toEqual([])
  })

  test('a left-out platform package is added, nested where the root holds another version', () => {
    const lock: Lock = {
      packages: {
        'node_modules/a': {
          version: '1.0.0',
          dev: true,
          optionalDependencies: { '@a/core-darwin-arm64': '1.0.0', '@a/core-linux-x64-musl': '^1.0.0' },
        },
        'node_modules/@a/core-darwin-arm64': { version: '2.0.0' },
      },
    }
    expect(completeLock(lock)).toEqual([
      'node_modules/a/node_modules/@a/core-darwin-arm64',
      'node_modules/@a/core-linux-x64-musl',
    ])
    expect(lock.packages['node_modules/@a/core-linux-x64-musl']).toEqual({
      version: '1.0.0',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      optional: true,
      dev: true,
    })
  })

  test('a package without a platform in its name is left alone', () => {
    expect(platformOf('usage-stats-tool')).toBeUndefined()
  })

  test.each(['.', 'shared', 'server', 'world', 'miniprogram'])(
    'every dependency of %s is pinned to one version',
    (folder) => {
      const manifest: Partial<Record<'dependencies' | 'devDependencies', Record<string, string>>> = JSON.parse(
        readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
      )
      const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
    },
  )
})
