/**
 * Completes package-lock.json after npm wrote it against a registry that does not serve every platform's optional packages: npm then leaves
 * them out, and `npm ci` refuses the lock. Each one that is missing is added as an optional entry with its version and platform, so that it is
 * known and skipped where it does not fit.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import semver from 'semver'
import { root, say } from './terminal.mjs'

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string> }} Entry
 * @typedef {{ packages: Record<string, Entry> }} Lock
 */

/** What the end of a package's name says about its platform. */
const systems = [
  'darwin',
  'linux',
  'win32',
  'freebsd',
  'android',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
  'openharmony',
  'wasm32',
  'wasi',
]
const processors = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'ppc64',
  's390x',
  'riscv64',
  'loong64',
  'mips64el',
  'universal',
  'wasm32',
]

/**
 * @param {string} name
 * @returns {Pick<Entry, 'os' | 'cpu' | 'libc'> | undefined} undefined when the name tells no platform
 */
export function platformOf(name) {
  const words = name.split(/[/.-]/)
  const os = systems.filter((system) => words.includes(system) && !system.startsWith('was'))
  const cpu = processors.filter((processor) => words.includes(processor) && processor !== 'universal')
  if (os.length === 0 && cpu.length === 0 && !words.includes('wasi')) return undefined
  if (words.some((word) => word === 'gnueabihf' || word === 'musleabihf' || word === 'eabi')) cpu.push('arm')
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : []
  return {
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu: [...new Set(cpu)] } : {}),
    ...(libc.length > 0 ? { libc } : {}),
  }
}

/**
 * The entry that `owner` would load `name` from: nested under it or under a folder above.
 * @param {Lock} lock
 * @param {string} owner path of the owner in the lock
 * @param {string} name
 * @returns {Entry | undefined}
 */
function resolveFrom(lock, owner, name) {
  const found = lock.packages[owner === '' ? `node_modules/${name}` : `${owner}/node_modules/${name}`]
  if (found !== undefined || owner === '') return found
  return resolveFrom(lock, owner.slice(0, Math.max(0, owner.lastIndexOf('/node_modules/'))), name)
}

/**
 * Adds what is missing.
 * @param {Lock} lock changed in place
 * @returns {string[]} the paths added
 */
export function completeLock(lock) {
  /** @type {string[]} */
  const added = []
  for (const [owner, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const present = resolveFrom(lock, owner, name)
      if (present?.version !== undefined && semver.satisfies(present.version, range)) continue
      const version = semver.minVersion(range)?.version
      const platform = platformOf(name)
      if (version === undefined || platform === undefined) continue
      const top = `node_modules/${name}`
      const path = lock.packages[top] === undefined ? top : `${owner}/node_modules/${name}`
      if (lock.packages[path] !== undefined) continue
      lock.packages[path] = { version, ...platform, optional: true, ...(entry.dev === true ? { dev: true } : {}) }
      added.push(path)
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
  return added
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const path = join(root, 'package-lock.json')
  /** @type {Lock} */
  const lock = JSON.parse(await readFile(path, 'utf8'))
  const added = completeLock(lock)
  if (added.length > 0) {
    await writeFile(`${path}.new`, `${JSON.stringify(lock, undefined, 2)}\n`)
    await rename(`${path}.new`, path)
  }
  for (const name of added) say(`+ ${name}`)
  say(`package-lock.json：补全 ${added.length} 项 / ${added.length} entries added`)
}
