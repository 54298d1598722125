/** A copy of the whole project in a temporary folder: there a command that writes into the project can be run, and what comes of it looked at. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from './plant.ts'

const FOLDERS = ['shared', 'server', 'world', 'miniprogram', 'scripts', 'tests', 'config', 'docs'] as const
const WORKSPACES = ['shared', 'server', 'world', 'miniprogram'] as const
const LEFT_OUT = /\/(node_modules|dist|\.out|results)(\/|$)/

/** Sources, documents and configuration, without packages. Whoever made it removes it. */
export function copyProject(): string {
  // The real path: tools that follow links must not find the copy under two names.
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'xlb-project-')))
  const files = readdirSync(root, { withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []))
  for (const name of [...FOLDERS, ...files])
    cpSync(path.join(root, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => !LEFT_OUT.test(source.slice(root.length)),
    })
  return folder
}

/** The workspaces are the copy's own; everything else is the packages, and the database engine, that are installed. */
export function linkPackages(folder: string): void {
  const packages = path.join(root, 'node_modules')
  const compiled = compiledPackages()
  mkdirSync(path.join(folder, 'node_modules', '@xlb'), { recursive: true })
  for (const name of readdirSync(packages).filter((one) => one !== '@xlb' && one !== '.cache')) {
    const [from, to] = [path.join(packages, name), path.join(folder, 'node_modules', name)]
    if (compiled.includes(name)) cpSync(from, to, { recursive: true })
    else symlinkSync(from, to)
  }
  for (const name of WORKSPACES) symlinkSync(path.join(folder, name), path.join(folder, 'node_modules', '@xlb', name))
  const engine = path.join(root, '.cache', 'mongod')
  if (!existsSync(engine)) return
  mkdirSync(path.join(folder, '.cache'))
  symlinkSync(engine, path.join(folder, '.cache', 'mongod'))
}

/** Packages that the mini-program's build compiles by their path in node_modules: behind a link they would be left as they are. */
function compiledPackages(): string[] {
  const config = readFileSync(path.join(root, 'config/index.ts'), 'utf8')
  return [...config.matchAll(/'node_modules\/([\w-]+)'/g)].map(([, name = '']) => name)
}
