/** What a new capability and everything in it is called: worked out of one word, and refused where the house could not bear it. */
import { Refusal } from '../terminal.mjs'

/**
 * @typedef {object} Names
 * @property {string} name `lost-items`: folder, route, capability
 * @property {string} camel `lostItems`: contract, collection
 * @property {string} record `lost-item`: one of them
 * @property {string} recordCamel
 * @property {string} recordPascal
 * @property {string} words `lost item`
 * @property {string} prefix of its ids: three letters
 * @property {string} title what residents read: Chinese
 */

/**
 * What stands already, so that nothing is taken twice.
 * @typedef {object} Taken
 * @property {readonly string[]} capabilities folders of any side
 * @property {readonly string[]} collections
 * @property {readonly string[]} routes paths of endpoints
 * @property {readonly string[]} prefixes of ids
 * @property {readonly string[]} errors codes
 * @property {ReadonlySet<string>} words identifiers that the templates use themselves
 */

const SHAPE = /^[a-z]{2,}(-[a-z]{2,})*$/
const [SHORTEST, LONGEST] = [4, 24]
/** Not capabilities, or words that name no thing (docs/style.md). */
const HOUSE_WORDS = new Set([
  ...['platform', 'demo', 'registry', 'contract', 'contracts', 'errors', 'states', 'data', 'acts', 'domain', 'jobs'],
  ...['pages', 'tests', 'capability', 'capabilities', 'index', 'server', 'client', 'shared', 'world'],
])
const VAGUE = /(^|-)(utils?|helpers?|common|misc|managers?|services?)(-|$)/
/** Reserved words of the language that would fit the shape. */
const LANGUAGE = new Set(
  (
    'await break case catch class const continue debugger default delete else enum export extends false finally for function import ' +
    'instanceof interface implements null package private protected public return static super switch this throw true try typeof void ' +
    'while with yield arguments eval undefined async object string number boolean symbol never unknown'
  ).split(' '),
)

/** @param {string} kebab */
const camelOf = (kebab) => kebab.replace(/-([a-z])/g, (_dash, letter) => letter.toUpperCase())
/** @param {string} camel */
const capital = (camel) => camel.charAt(0).toUpperCase() + camel.slice(1)

/**
 * One of them: `lost-items` → `lost-item`, `entries` → `entry`, `desk` → `desk-record`.
 * @param {string} name
 */
export function recordOf(name) {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`
  if (/(ss|x|ch|sh)es$/.test(name)) return name.slice(0, -2)
  return /[^su]s$/.test(name) ? name.slice(0, -1) : `${name}-record`
}

/**
 * Three letters of the record's name that no record has: its first three, else its first with two later ones.
 * @param {string} record
 * @param {readonly string[]} taken
 */
export function prefixOf(record, taken) {
  const letters = [...record.replaceAll('-', '')]
  const tries = [letters.slice(0, 3).join('')]
  for (let second = 1; second < letters.length; second += 1)
    for (let third = second + 1; third < letters.length; third += 1)
      tries.push(`${letters[0]}${letters[second]}${letters[third]}`)
  const free = tries.find((one) => !taken.includes(one))
  if (free !== undefined) return free
  throw new Refusal(`${record} 的字母拼不出没用过的三字母编号前缀，请换个名字。(No id prefix is free.)`)
}

/**
 * @param {string} name
 * @param {string} title
 * @param {Taken} taken
 * @returns {Names}
 * @throws {Refusal} that says what is wrong with the name
 */
export function namesOf(name, title, taken) {
  refuseShape(name)
  if (!/^\p{Script=Han}{2,8}$/u.test(title))
    throw new Refusal(`标题 ${title} 应是二到八个汉字，例如 失物招领。(The title is two to eight Chinese characters.)`)
  const record = recordOf(name)
  const [camel, recordCamel] = [camelOf(name), camelOf(record)]
  refuseTaken(name, taken)
  for (const word of [camel, recordCamel])
    if (taken.words.has(word))
      throw new Refusal(`名字 ${name} 会和模板里的 ${word} 撞名，请换一个。(The generated code uses ${word} itself.)`)
  const prefix = prefixOf(record, [...taken.prefixes, 'pnd', 'evt'])
  const pascal = capital(recordCamel)
  return { name, camel, record, recordCamel, recordPascal: pascal, words: record.replaceAll('-', ' '), prefix, title }
}

/** @param {string} name */
function refuseShape(name) {
  if (!SHAPE.test(name))
    throw new Refusal(`名字 ${name} 应是小写英文单词，单词之间用一个连字符，例如 lost-items。(Names are kebab-case.)`)
  if (name.length < SHORTEST || name.length > LONGEST)
    throw new Refusal(
      `名字 ${name} 应有 ${SHORTEST} 到 ${LONGEST} 个字母。(Names have ${SHORTEST} to ${LONGEST} letters.)`,
    )
  if (VAGUE.test(name))
    throw new Refusal(`名字 ${name} 装得下任何东西，请说出它管的是什么。(The name would fit any content.)`)
  if (HOUSE_WORDS.has(name) || LANGUAGE.has(name))
    throw new Refusal(`名字 ${name} 是保留的词，请换一个。(The name is reserved.)`)
}

/**
 * @param {string} name
 * @param {Taken} taken
 */
function refuseTaken(name, taken) {
  const found = [
    taken.capabilities.includes(name) && '能力 (capability)',
    taken.collections.includes(camelOf(name)) && `集合 ${camelOf(name)} (collection)`,
    taken.routes.includes(`/${name}`) && `地址 /${name} (route)`,
    taken.errors.includes(`${recordOf(name)}-limit`) && `错误代码 ${recordOf(name)}-limit (error code)`,
  ].find((one) => one !== false)
  if (found !== undefined)
    throw new Refusal(`${name} 已经有了：${found}。什么都没有改。(It exists; nothing was changed.)`)
}
