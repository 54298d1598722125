/** The lines by which the house learns of a capability. Each knows its place by what stands around it, and refuses where that is not found. */
import { Refusal } from '../terminal.mjs'

/** @typedef {import('./names.mjs').Names} Names */

/**
 * One line for one file. `among` matches its fellows, which stand together in alphabetical order of their first group; without it the line goes
 * directly before the only line that matches `before`.
 * @typedef {object} Place
 * @property {RegExp} [among]
 * @property {RegExp} [before]
 * @property {RegExp} [after] the place is below the only line that matches
 * @property {(names: Names) => string} line
 */

/**
 * Imports of a file of one line a capability.
 * @param {string} file below the capability's folder
 * @param {(camel: string) => string} imported
 * @returns {Place}
 */
const importOf = (file, imported) => ({
  among: new RegExp(`^import \\{ \\w+ \\} from '\\./(?!platform/)([a-z-]+)/${file.replaceAll('.', '\\.')}'$`),
  line: ({ name, camel }) => `import { ${imported(camel)} } from './${name}/${file}'`,
})

/** @type {Readonly<Record<string, readonly Place[]>>} */
export const registrations = {
  'shared/src/contracts.ts': [
    importOf('contract.ts', (camel) => camel),
    { among: /^ {2}(\w+),$/, line: ({ camel }) => `  ${camel},` },
  ],
  'shared/src/errors.ts': [
    importOf('errors.ts', (camel) => `${camel}Errors`),
    { among: /^ {2}\.\.\.(?!platform)(\w+)Errors,$/, line: ({ camel }) => `  ...${camel}Errors,` },
  ],
  'shared/src/messages.ts': [
    importOf('messages.zh-CN.ts', (camel) => `${camel}Messages`),
    { among: /^ {2}\.\.\.(?!platform)(\w+)Messages,$/, line: ({ camel }) => `  ...${camel}Messages,` },
  ],
  'shared/src/platform/ids.ts': [
    {
      after: /^export const idPrefixes = \{$/,
      before: /^\} as const$/,
      line: ({ recordCamel, prefix }) => `  ${recordCamel}: '${prefix}',`,
    },
  ],
  // Seeds run in this order: a new capability may need what those before it left; Home collects from all.
  'server/src/capabilities/registry.ts': [
    importOf('index.ts', (camel) => camel),
    { after: /^export const capabilities\b/, before: /^ {2}home,$/, line: ({ camel }) => `  ${camel},` },
  ],
  'miniprogram/src/capabilities/registry.ts': [
    importOf('manifest.ts', (camel) => camel),
    { after: /^export const registry\b/, before: /^\]$/, line: ({ camel }) => `  ${camel},` },
  ],
  // A row for the retention rule: the test of the house that moves the clock plants one of each kind.
  'tests/capabilities/retention.test.ts': [
    {
      after: /^const planted: /,
      before: /^\}$/,
      line: ({ camel }) =>
        `  ${camel}: audited((at) => ({ state: 'OPEN', kind: 'question', personId: 'per_x', openedAt: at, closedAt: null })),`,
    },
  ],
  // The page, in both views and at every letter size.
  'tests/journeys/readable.test.ts': [
    {
      after: /^const PAGES = \[$/,
      before: /^\] as const$/,
      line: ({ name }) => `  'capabilities/${name}/pages/open/index',`,
    },
  ],
}

/**
 * @param {string} file for the refusal's sentence
 * @param {string} text
 * @param {Place} place
 * @param {Names} names
 * @returns {string} the text with its line
 * @throws {Refusal} where the place is not found, or the line stands there already
 */
export function register(file, text, place, names) {
  const lines = opened(text).split('\n')
  const line = place.line(names)
  if (lines.includes(line)) throw new Refusal(`${file} 里已经有 ${line.trim()}。(The line stands there already.)`)
  const at = place.among === undefined ? before(lines, place) : sorted(lines, place.among, line)
  if (at === null)
    throw new Refusal(
      `${file} 里找不到登记的位置 ${String(place.among ?? place.before)}，什么都没有改。(Its place was not found; nothing was changed.)`,
    )
  return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n')
}

/**
 * A list that the formatter put on one line (`= [a, b]`) is opened, one a line; the formatter closes it again where it fits.
 * @param {string} text
 */
function opened(text) {
  return text.replace(/^(export const \w+: .* = \[)([^\n\]]+)\]$/gm, (_whole, head, inside) => {
    const items = String(inside)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
    return [head, ...items.map((item) => `  ${item},`), ']'].join('\n')
  })
}

/**
 * @param {readonly string[]} lines
 * @param {Place} place
 */
function before(lines, place) {
  const from = place.after === undefined ? 0 : onlyOne(lines, place.after)
  if (from === null || place.before === undefined) return null
  const found = lines.findIndex((line, at) => at > from && place.before?.test(line) === true)
  return found < 0 ? null : found
}

/**
 * @param {readonly string[]} lines
 * @param {RegExp} pattern
 */
function onlyOne(lines, pattern) {
  const found = lines.flatMap((line, at) => (pattern.test(line) ? [at] : []))
  return found.length === 1 ? (found[0] ?? null) : null
}

/**
 * Before the first of its fellows that comes later in the alphabet. Fellows that do not stand together are not the place that was meant.
 * @param {readonly string[]} lines
 * @param {RegExp} among
 * @param {string} line
 */
function sorted(lines, among, line) {
  const key = among.exec(line)?.[1]
  const fellows = lines.flatMap((one, at) => {
    const found = among.exec(one)?.[1]
    return found === undefined ? [] : [{ at, key: found }]
  })
  const [first, last] = [fellows.at(0), fellows.at(-1)]
  if (key === undefined || first === undefined || last === undefined) return null
  if (last.at - first.at !== fellows.length - 1) return null
  return fellows.find((one) => one.key > key)?.at ?? last.at + 1
}
