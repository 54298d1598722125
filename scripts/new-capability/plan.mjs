/** Works a new capability out in memory: every file it has and every file it changes, formatted. Nothing is written here. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../terminal.mjs'
import { namesOf } from './names.mjs'
import { register, registrations } from './registrations.mjs'

/** @typedef {import('./names.mjs').Names} Names */
/** @typedef {import('./names.mjs').Taken} Taken */

/**
 * @typedef {object} Plan
 * @property {Names} names
 * @property {ReadonlyMap<string, string>} created path below the root → text
 * @property {ReadonlyMap<string, string>} changed the same of files that stand already
 */

const templates = join(import.meta.dirname, 'templates')
/** What a template is made into, where its own path does not say it. */
const SIDES = /** @type {const} */ ({
  shared: 'shared/src/<<name>>',
  server: 'server/src/capabilities/<<name>>',
  miniprogram: 'miniprogram/src/capabilities/<<name>>',
})
/** @type {Readonly<Record<string, string>>} */
const NAMED = {
  'server/acts/open-record.ts': 'server/src/capabilities/<<name>>/acts/open-<<record>>.ts',
  'server/data/records.ts': 'server/src/capabilities/<<name>>/data/<<name>>.ts',
  'tests/capability.test.ts': 'tests/capabilities/<<name>>.test.ts',
}

/** @returns {string[]} below the folder of templates, without `.txt` */
function templateNames() {
  return readdirSync(templates, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.slice(0, -'.txt'.length))
    .sort()
}

/** @param {string} template */
const templateText = (template) => readFileSync(join(templates, `${template}.txt`), 'utf8')

/** @param {string} template */
function targetOf(template) {
  const [side = '', ...rest] = template.split('/')
  const folder = Object.entries(SIDES).find(([name]) => name === side)?.[1]
  const target = NAMED[template] ?? (folder === undefined ? undefined : [folder, ...rest].join('/'))
  if (target === undefined) throw new Error(`the template ${template} has no target`)
  return target
}

/**
 * @param {string} text with `<<name>>` and the other names
 * @param {Names} names
 * @throws when it asks for a name that there is not
 */
export function fill(text, names) {
  /** @type {Readonly<Record<string, string>>} */
  const known = { ...names }
  return text.replace(/<<(\w+)>>/g, (whole, name) => {
    const value = known[name]
    if (value === undefined) throw new Error(`a template asks for ${whole}`)
    return value
  })
}

/** Words of the templates' code: a capability called like one of them would collide with it. Comments and texts do not count. */
function templateWords() {
  const code = templateNames().map((one) =>
    templateText(one)
      .replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ' ')
      .replaceAll(/'[^'\n]*'|`[^`]*`|<<\w+>>\w*/g, ' '),
  )
  return new Set(code.join(' ').match(/[a-z]\w*/gi) ?? [])
}

/**
 * @param {string} root
 * @param {string} folder
 */
function sourcesUnder(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n')
}

/**
 * @param {string} text
 * @param {RegExp} pattern with one group
 */
const every = (text, pattern) => [...text.matchAll(pattern)].map(([, found = '']) => found)

/**
 * @param {string} root
 * @returns {Taken}
 */
export function takenIn(root) {
  const shared = sourcesUnder(root, 'shared/src')
  const server = sourcesUnder(root, 'server/src')
  const folders = ['shared/src', 'server/src/capabilities', 'miniprogram/src/capabilities'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : [])),
  )
  return {
    capabilities: folders,
    collections: [
      ...every(server, /defineCollection(?:<[^(]*>)?\(\{\s*name: '(\w+)'/g),
      ...every(server, /defineDayCounter\(\s*'(\w+)'/g),
    ],
    routes: every(shared, /^\s*path: '([^']+)'/gm),
    prefixes: every(readFileSync(join(root, 'shared/src/platform/ids.ts'), 'utf8'), /^ {2}\w+: '([a-z]{3})',$/gm),
    errors: every(shared, /^ {2}'?([a-z-]+)'?: \{ status: \d{3} \}/gm),
    words: templateWords(),
  }
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string} title Chinese
 * @returns {Promise<Plan>}
 * @throws {Refusal}
 */
export async function planCapability(root, name, title) {
  const names = namesOf(name, title, takenIn(root))
  const format = await formatterOf(root)
  const created = new Map()
  for (const template of templateNames()) {
    const target = fill(targetOf(template), names)
    if (existsSync(join(root, target)))
      throw new Refusal(`${target} 已经有了，什么都没有改。(The file exists; nothing was changed.)`)
    created.set(target, await format(target, fill(templateText(template), names)))
  }
  const changed = new Map()
  for (const [file, places] of Object.entries(registrations)) {
    const standing = readFileSync(join(root, file), 'utf8')
    const text = places.reduce((now, place) => register(file, now, place, names), standing)
    changed.set(file, await format(file, text))
  }
  return { names, created, changed }
}

/**
 * @param {string} root
 * @returns {Promise<(file: string, text: string) => Promise<string>>}
 */
async function formatterOf(root) {
  const prettier = await import('prettier')
  const options = await prettier.resolveConfig(join(root, 'package.json'), { editorconfig: false })
  return (file, text) => prettier.format(text, { ...options, filepath: join(root, file) })
}
