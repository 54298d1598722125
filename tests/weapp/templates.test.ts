/** The templates are trimmed to what the house uses: whatever a page writes must still be in them, or it would vanish without an error. */
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openBundle } from '../support/weapp/bundle.ts'
import { usedComponents } from '../support/weapp/jsx.ts'
import type { Used } from '../support/weapp/jsx.ts'

interface Kept {
  readonly stay: readonly string[]
  readonly add: Readonly<Record<string, string>>
}

const plugin: unknown = createRequire(import.meta.url)(
  path.join(import.meta.dirname, '../../config/taro-plugins/templates.cjs'),
)
const kept = keptOf(plugin)
const base = openBundle().read('base.wxml')

function keptOf(given: unknown): Readonly<Record<string, Kept>> {
  const found: unknown = typeof given === 'function' ? Reflect.get(given, 'kept') : undefined
  if (!isKept(found)) throw new TypeError('templates.cjs exports no table')
  return found
}

function isKept(value: unknown): value is Readonly<Record<string, Kept>> {
  return typeof value === 'object' && value !== null && 'view' in value
}

/** Attributes that never reach a template: React's, or read by Taro itself. */
const notPrinted = new Set(['className', 'style', 'key', 'ref', 'id', 'children'])
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** `onClick` → `bindtap`, `onInput` → `bindinput`, `placeholderClass` → `placeholder-class`. */
function printedAs(attribute: string): string {
  if (attribute === 'onClick') return 'bindtap'
  if (/^on[A-Z]/.test(attribute)) return `bind${attribute.slice(2).toLowerCase()}`
  return dashed(attribute)
}

/** `pages/home/index.tsx: View hoverClass` for each attribute that no template prints. */
function missing({ file, component, attributes }: Used): readonly string[] {
  const template = kept[dashed(component).replace(/^-/, '')]
  const known = [...(template?.stay ?? []), ...Object.keys(template?.add ?? {})]
  const lost = attributes.filter((name) => !notPrinted.has(name) && !known.includes(printedAs(name)))
  return template === undefined ? [`${file}: ${component}`] : lost.map((name) => `${file}: ${component} ${name}`)
}

describe('the trimmed templates', () => {
  test('hold every attribute that a page writes', () => {
    expect(usedComponents().length).toBeGreaterThan(50)
    expect(usedComponents().flatMap(missing)).toEqual([])
  })

  test('carry what is said to a screen reader', () => {
    for (const name of ['role', 'label', 'hidden', 'live', 'level', 'checked', 'selected', 'expanded', 'disabled']) {
      expect(base).toContain(`aria-${name}="{{i.aria`)
    }
  })

  test('nest sixteen levels of views and then go on in a component', () => {
    expect(base).toContain('tmpl_14_')
    expect(base).toContain('tmpl_15_container')
  })
})

describe('the pages', () => {
  const bundle = openBundle()

  test.each(bundle.pages)('%s follows the system’s font size from the first paint', (page) => {
    expect(bundle.read(`${page}.wxml`)).toMatch(/^<page-meta root-font-size="system"\/>/)
  })

  test('px of layout became rpx, rem of text stayed rem', () => {
    const styles = bundle.files.filter((file) => file.endsWith('.wxss')).map(bundle.read)
    expect(styles.join('\n')).toMatch(/\drem/)
    expect(styles.join('\n')).toMatch(/\drpx/)
    expect(styles.join('\n').match(/[\d.]+px/g) ?? []).toEqual([])
  })
})
