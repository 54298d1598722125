/** A small repository in a temporary folder, with the house's own packages in reach: what a tool says about it, it would say about us. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from '../../scripts/child.mjs'

export const root = path.resolve(import.meta.dirname, '../..')

export type Files = Readonly<Record<string, string>>

export interface Answer {
  readonly code: number | null
  readonly output: string
}

/** Writes the files, hands the folder to `use`, and removes it whatever happens. */
export async function planted<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'xlb-planted-'))
  try {
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), text)
    }
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs a program of node_modules/.bin, or node itself. */
export async function runTool(name: string, words: readonly string[], cwd: string): Promise<Answer> {
  const bin = name === 'node' ? process.execPath : path.join(root, 'node_modules/.bin', name)
  // The suite's own node options are for jest, not for the tools.
  const { code, output } = await run(bin, [...words], { cwd, env: { ...process.env, NODE_OPTIONS: '' } })
  return { code, output }
}
