/** P10: what a phone in the hills has to load. Raw bytes of the build, as WeChat counts them. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { distOf, openBundle } from '../support/weapp/bundle.ts'

const MAIN_MOST = 368_640
const SUBPACKAGE_MOST = 150 * 1024
const WHOLE_MOST = 1.5 * 1024 * 1024
const IMAGE_MOST = 10 * 1024

const bundle = openBundle()
const roots = (bundle.app.subPackages ?? []).map(({ root }) => `${root}/`)
const size = (file: string): number => statSync(path.join(distOf, file)).size
const sum = (files: readonly string[]): number => files.reduce((total, file) => total + size(file), 0)
const inMain = bundle.files.filter((file) => !roots.some((root) => file.startsWith(root)))

describe('package sizes', () => {
  test('the main package holds its budget', () => {
    expect(sum(inMain)).toBeLessThanOrEqual(MAIN_MOST)
  })

  test.each(roots)('subpackage %s holds its budget', (root) => {
    expect(sum(bundle.files.filter((file) => file.startsWith(root)))).toBeLessThanOrEqual(SUBPACKAGE_MOST)
  })

  test('the whole app holds its budget', () => {
    expect(sum(bundle.files)).toBeLessThanOrEqual(WHOLE_MOST)
  })

  test('no image inside is larger than 10 KB', () => {
    const images = bundle.files.filter((file) => /\.(?:png|jpe?g|gif|webp|svg)$/.test(file))
    expect(images.filter((file) => size(file) > IMAGE_MOST)).toEqual([])
  })

  test('no source map and no schema code travels in the main package', () => {
    expect(bundle.files.filter((file) => file.endsWith('.map'))).toEqual([])
    expect(inMain.filter((file) => file.endsWith('.js') && bundle.read(file).includes('ZodMini'))).toEqual([])
  })
})
