/** A copy of the sources in the cache folder, whose packages are links: there a fault can be planted while people go on working. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../scripts/terminal.mjs'
import type { Fault } from './faults.ts'

const WORKSPACES = ['shared', 'server', 'world'] as const
const COPIED = ['shared', 'server', 'world', 'scripts', 'tests', 'package.json', 'jest.config.js']
const LEFT_OUT = /\/(node_modules|dist|\.out|results|\.tsbuild)(\/|$)/

/** Makes the copy afresh. */
export function copyTree(): string {
  const folder = path.join(root, '.cache', 'sabotage')
  rmSync(folder, { recursive: true, force: true })
  for (const name of COPIED)
    cpSync(path.join(root, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => !LEFT_OUT.test(source.slice(root.length)),
    })
  // jest wants every project's folder to be there, also of those that do not run here.
  mkdirSync(path.join(folder, 'miniprogram', 'src'), { recursive: true })
  linkPackages(folder)
  return folder
}

/** The workspaces are the copy's own; everything else is the packages that are installed. */
function linkPackages(folder: string): void {
  const packages = path.join(root, 'node_modules')
  mkdirSync(path.join(folder, 'node_modules', '@xlb'), { recursive: true })
  for (const name of readdirSync(packages)) {
    if (name !== '@xlb' && !name.startsWith('.'))
      symlinkSync(path.join(packages, name), path.join(folder, 'node_modules', name))
  }
  for (const name of WORKSPACES) symlinkSync(path.join(folder, name), path.join(folder, 'node_modules', '@xlb', name))
}

/** Where the text stands, however the formatter has broken its lines: spaces between tokens and a last comma are nobody's business. */
export function placesOf(text: string, find: string): string[] {
  const tokens = find.match(/\w+|[^\w\s]/gu) ?? []
  const pattern = tokens
    .map((token) => (/[)\]}]/.test(token) ? ',?\\s*' : '') + token.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('\\s*')
  return [...text.matchAll(new RegExp(pattern, 'gu'))].map(([place]) => place)
}

/** Plants the fault, hands over, and takes it out again whatever happens. Throws when its text does not stand there exactly once. */
export async function planted<T>(folder: string, fault: Fault, use: () => Promise<T>): Promise<T> {
  const file = path.join(folder, fault.file)
  const sound = readFileSync(file, 'utf8')
  const [place, ...more] = placesOf(sound, fault.find)
  if (place === undefined || more.length > 0) throw new Error(`${fault.file} holds not exactly once: ${fault.find}`)
  writeFileSync(
    file,
    sound.replace(place, () => fault.replace),
  )
  try {
    return await use()
  } finally {
    writeFileSync(file, sound)
  }
}
