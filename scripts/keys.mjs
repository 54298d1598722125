/** The secrets of one installation: made once, at the first start, readable by their owner only, and never inside the database. */
import { randomBytes } from 'node:crypto'
import { chmod, link, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { Refusal } from './terminal.mjs'

/**
 * @typedef {object} Keys
 * @property {NamedKey[]} jwtKeys sign session tokens: the first one signs, all verify
 * @property {NamedKey[]} auditKeys authenticate the entries of the audit chain: newest first; an old one stays for ever
 * @property {NamedKey[]} pendingKeys authenticate `pending[]` inside records: the first one signs, all verify
 * @property {NamedKey[]} fieldKeys encrypt fields (AES-256): the first one seals, all open
 * @property {NamedKey[]} blindIndexKeys turn a field into its look-up values; the same ids in the same order
 * @typedef {{ kid: string, secret: string }} NamedKey
 * Every secret is 32 random bytes in base64.
 */

const secret = () => randomBytes(32).toString('base64')

/** @returns {Keys} */
function freshKeys() {
  const kid = `k${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`
  return {
    jwtKeys: [{ kid, secret: secret() }],
    auditKeys: [{ kid, secret: secret() }],
    pendingKeys: [{ kid, secret: secret() }],
    fieldKeys: [{ kid, secret: secret() }],
    blindIndexKeys: [{ kid, secret: secret() }],
  }
}

/**
 * @param {string} path
 * @param {object} keys
 * @returns {Promise<string>} a file beside it that nobody reads yet
 */
async function writeDraft(path, keys) {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600 })
  return draft
}

/** Keys of a file that knew one field key only become the first of a list, under the id by which the server reads them. */
const FIRST_KID = 'k0'

/**
 * @typedef {Partial<Keys> & { fieldKey?: string, blindIndexKey?: string, auditKey?: string, pendingKey?: string }} Found
 * @param {Found} found
 * @returns {object | undefined} undefined: nothing to do
 */
function upgraded({ fieldKey, blindIndexKey, ...rest }) {
  if (fieldKey === undefined || blindIndexKey === undefined || rest.fieldKeys !== undefined) return undefined
  return {
    ...rest,
    fieldKeys: [{ kid: FIRST_KID, secret: fieldKey }],
    blindIndexKeys: [{ kid: FIRST_KID, secret: blindIndexKey }],
  }
}

/**
 * Makes the key file when it is missing, and brings an older one to the present form; two callers at once end with the same file.
 * @param {string} path
 * @returns {Promise<void>}
 * @throws {Refusal} when the file is there but is not a key file: it is never overwritten
 */
export async function ensureKeys(path) {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) {
    const draft = await writeDraft(path, freshKeys())
    await link(draft, path).catch(() => undefined)
    await unlink(draft)
    return
  }
  const known = parse(text)
  if (!Array.isArray(known?.jwtKeys) || (typeof known.auditKey !== 'string' && !Array.isArray(known.auditKeys))) {
    throw new Refusal(
      `密钥文件 ${path} 已损坏；请从备份恢复它，不要删除：旧数据只有它能解开。(The key file is damaged: restore it from a backup.)`,
    )
  }
  const present = upgraded(known)
  if (present !== undefined) await rename(await writeDraft(path, present), path)
  await chmod(path, 0o600)
}

/**
 * @param {string} text
 * @returns {Found | undefined}
 */
function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
