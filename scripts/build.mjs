/** Builds the mini-program for H5 or WeChat when its sources changed since the last build. */
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lastLines, run } from './child.mjs'
import { heartbeat, Refusal, root, say } from './terminal.mjs'

/** @typedef {'h5' | 'weapp'} Target */

const sources = [
  'miniprogram/src',
  'shared/src',
  'config',
  'miniprogram/package.json',
  'babel.config.js',
  'project.config.json',
  'package-lock.json',
]
const ignored = /(^|\/)(tools|deploy)\/|\.test\.tsx?$|tsconfig\.json$/

/**
 * @param {string} path below the root
 * @returns {Promise<string[]>} files, sorted
 */
async function filesUnder(path) {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return [path]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

/**
 * A sum over everything a build reads.
 * @param {Target} target
 * @returns {Promise<string>} hexadecimal SHA-256
 */
export async function hashSources(target) {
  const hash = createHash('sha256').update(`${target} ${process.env['XLB_API_BASE'] ?? ''}`)
  for (const source of sources) {
    for (const file of await filesUnder(source)) {
      if (ignored.test(file)) continue
      hash.update(`\0${file}\0`).update(await readFile(join(root, file)).catch(() => ''))
    }
  }
  return hash.digest('hex')
}

/** @param {Target} target */
export const buildFolder = (target) => join(root, 'miniprogram', 'dist', target)

/**
 * @param {Target} target
 * @param {string} stamp
 */
async function isFresh(target, stamp) {
  const first = join(buildFolder(target), target === 'h5' ? 'index.html' : 'app.json')
  const known = await readFile(join(root, '.cache', 'builds', target), 'utf8').catch(() => '')
  const there = await access(first).then(
    () => true,
    () => false,
  )
  return there && known === stamp
}

/**
 * @param {Target} target
 * @param {{ log?: (sentence: string) => void, force?: boolean }} [how]
 * @returns {Promise<string>} the folder with the build
 * @throws {Refusal} with the compiler's last lines
 */
export async function ensureBuilt(target, { log = say, force = false } = {}) {
  const folder = buildFolder(target)
  const stamp = await hashSources(target)
  if (!force && (await isFresh(target, stamp))) return folder
  const record = join(root, '.cache', 'builds', target)
  await rm(record, { force: true })
  log(`构建${target === 'h5' ? '网页版' : '小程序'}（约半分钟）… / building ${target}`)
  const stop = heartbeat((seconds) => `仍在构建… ${seconds} 秒`, log)
  const taro = join(root, 'node_modules', '@tarojs', 'cli', 'bin', 'taro')
  const env = { ...process.env, NODE_ENV: 'production', TARO_ENV: target, BROWSERSLIST_IGNORE_OLD_DATA: '1' }
  const ended = await run(process.execPath, [taro, 'build', '--type', target], { cwd: root, env })
  stop()
  const done = await access(join(folder, target === 'h5' ? 'index.html' : 'app.json')).then(
    () => true,
    () => false,
  )
  if (ended.code !== 0 || !done)
    throw new Refusal(`${target} 没有构建成功 (build failed)：\n${lastLines(ended.output, 30)}`)
  await mkdir(join(root, '.cache', 'builds'), { recursive: true })
  await writeFile(`${record}.new`, stamp)
  await rename(`${record}.new`, record)
  return folder
}
