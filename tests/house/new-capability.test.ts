/**
 * `npm run new:capability`: what it refuses, where its lines go, and that it writes all or nothing. That its result passes `npm run verify` is shown by
 * tests/drills/new-capability.test.ts, which takes minutes.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { prefixOf, recordOf } from '../../scripts/new-capability/names.mjs'
import { planCapability, type Plan } from '../../scripts/new-capability/plan.mjs'
import { register, registrations, type Place } from '../../scripts/new-capability/registrations.mjs'
import { writePlan } from '../../scripts/new-capability/write.mjs'
import { root } from '../support/plant.ts'
import { copyProject } from '../support/project-copy.ts'

const TITLE = '样品登记'
const FOLDERS = ['shared', 'server', 'miniprogram', 'tests', 'docs']

let folder = ''
let plan: Plan

beforeAll(async () => {
  folder = copyProject()
  plan = await planCapability(folder, 'house-specimens', TITLE)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Every file with its text, below the folders that the generator may write in. */
function picture(): ReadonlyMap<string, string> {
  const files = FOLDERS.flatMap((one) =>
    readdirSync(path.join(folder, one), { recursive: true, withFileTypes: true }).map((entry) => ({
      file: path.join(entry.parentPath, entry.name),
      text: entry.isFile(),
    })),
  )
  return new Map(files.map(({ file, text }) => [file, text ? readFileSync(file, 'latin1') : 'a folder']))
}

async function unchanged(act: () => Promise<unknown>): Promise<void> {
  const before = picture()
  await act()
  expect(picture()).toEqual(before)
}

const nothingMore = (): Promise<void> => Promise.resolve()

describe('a name', () => {
  test.each([
    ['LostItems', /小写英文/],
    ['lost_items', /小写英文/],
    ['lost--items', /小写英文/],
    ['-lost', /小写英文/],
    ['失物', /小写英文/],
    ['../lost', /小写英文/],
    ['a-bc', /小写英文/],
    ['abc', /4 到 24/],
    ['a'.repeat(25), /4 到 24/],
    ['bill-helpers', /装得下任何东西/],
    ['services', /装得下任何东西/],
    ['platform', /保留/],
    ['imports', /已经有了/],
    ['function', /保留/],
    ['bills', /能力/],
    ['data-rights', /能力/],
    ['guardianship-asks', /集合 guardianshipAsks/],
    ['message-subscriptions', /地址 \/message-subscriptions/],
    ['guardianships', /集合 guardianships/],
    ['rows', /撞名/],
  ])('%s is refused with what is wrong with it, and nothing changes', async (name, why) => {
    await unchanged(async () => {
      await expect(planCapability(folder, name, TITLE)).rejects.toThrow(why)
    })
  })

  test.each(['', '失', 'Lost', '样品登记！', '一二三四五六七八九'])('with the title %j is refused', async (title) => {
    await expect(planCapability(folder, 'house-specimens', title)).rejects.toThrow(/汉字/)
  })

  test.each([
    ['lost-items', 'lost-item'],
    ['entries', 'entry'],
    ['bus-passes', 'bus-pass'],
    ['boxes', 'box'],
    ['heating', 'heating-record'],
    ['bus', 'bus-record'],
    ['fitness', 'fitness-record'],
  ])('%s keeps records called %s', (name, record) => {
    expect(recordOf(name)).toBe(record)
  })

  test('gives ids a prefix that no record has, and says so where its letters make none', () => {
    expect(prefixOf('lost-item', [])).toBe('los')
    expect(prefixOf('lost-item', ['los', 'lst'])).toBe('lot')
    expect(() => prefixOf('abcd', ['abc', 'abd', 'acd'])).toThrow(/前缀/)
  })
})

describe('a line of registration', () => {
  const places = Object.entries(registrations).flatMap(([file, all]) =>
    all.map((place, at) => [`${file} ${String(at + 1)}`, file, place] as const),
  )
  const standing = (file: string): string => readFileSync(path.join(root, file), 'utf8')
  const withName = (name: string) => ({ ...plan.names, name, camel: name, recordCamel: name })
  const lineOf = (place: Place, name: string): string => place.line(withName(name))

  test.each(places)('%s stands among its fellows, in their order, whatever the name', (_what, file, place) => {
    for (const name of ['aaaa', 'lost', 'zzzz']) {
      const text = register(file, standing(file), place, withName(name))
      const lines = text.split('\n')
      expect(lines.filter((line) => line === lineOf(place, name))).toHaveLength(1)
      const fellows = lines.flatMap((line) => place.among?.exec(line)?.[1] ?? [])
      expect(fellows).toEqual([...fellows].sort())
    }
  })

  test.each(places)('%s is refused where its place is not found', (_what, file, place) => {
    const fellow = place.among ?? place.before ?? /^/
    const text = standing(file)
      .split('\n')
      .filter((line) => !fellow.test(line))
      .join('\n')
    const closed = text.replaceAll(/^export const registry.*$/gm, '')
    expect(() => register(file, closed, place, plan.names)).toThrow(`${file} 里找不到登记的位置`)
  })

  test.each(places.filter(([, , place]) => place.among !== undefined))(
    '%s is refused where its fellows do not stand together',
    (_what, file, place) => {
      const [first = ''] = standing(file)
        .split('\n')
        .filter((line) => place.among?.test(line))
      expect(() => register(file, `${standing(file)}\n\n${first}\n`, place, plan.names)).toThrow(/找不到登记的位置/)
    },
  )

  test.each(places)('%s is refused the second time', (_what, file, place) => {
    const once = register(file, standing(file), place, plan.names)
    expect(() => register(file, once, place, plan.names)).toThrow(/已经有/)
  })
})

describe('the plan', () => {
  test('has a folder on each side, an HTTP test, and a line in each registry, and no name is left open', () => {
    const folders = new Set([...plan.created.keys()].map((file) => file.split('/house-specimens')[0]))
    const sides = ['shared/src', 'server/src/capabilities', 'miniprogram/src/capabilities', 'tests/capabilities']
    expect([...folders].sort()).toEqual([...sides].sort())
    expect([...plan.changed.keys()]).toEqual(Object.keys(registrations))
    const whole = [...plan.created, ...plan.changed].map(([file, text]) => file + text).join('\n')
    expect(whole).not.toMatch(/<<\w|TODO|FIXME|lorem/i)
  })

  test('changes a standing file by its own lines only', () => {
    for (const [file, text] of plan.changed) {
      const after = text.split('\n')
      const lost = readFileSync(path.join(root, file), 'utf8')
        .split('\n')
        .filter((line) => !after.includes(line))
      // The client's registry is one line of names: that line grows.
      expect(lost.filter((line) => !line.startsWith('export const registry'))).toEqual([])
    }
  })

  test('is undone to the last byte when something goes wrong after the writing', async () => {
    await unchanged(async () => {
      const fail = (): Promise<void> => {
        writeFileSync(path.join(folder, 'docs/generated/errors.md'), 'half')
        return Promise.reject(new Error('the generator failed'))
      }
      await expect(writePlan(folder, plan, fail)).rejects.toThrow('the generator failed')
    })
  })

  test('is undone when one of its files has come to stand meanwhile, and that one is left alone', async () => {
    const file = path.join(folder, [...plan.created.keys()].at(-3) ?? '')
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, 'somebody else wrote this')
    await unchanged(async () => {
      await expect(writePlan(folder, plan, nothingMore)).rejects.toThrow('EEXIST')
    })
    await expect(planCapability(folder, 'house-specimens', TITLE)).rejects.toThrow(/已经有了/)
    rmSync(path.dirname(file), { recursive: true })
  })

  test('is made once: the second time it is refused and nothing changes', async () => {
    await writePlan(folder, plan, nothingMore)
    await unchanged(async () => {
      await expect(planCapability(folder, 'house-specimens', TITLE)).rejects.toThrow(/已经有了/)
    })
  })
})
