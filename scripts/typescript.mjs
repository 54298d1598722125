/** Runs a TypeScript entry of this repository with the words of the command line, in the terminal's own hands. */
import { spawn } from 'node:child_process'
import { checkNode } from './checks.mjs'
import { ensureInstalled } from './install.mjs'
import { complain, root } from './terminal.mjs'

/**
 * @param {string} entry below the root
 * @param {readonly string[]} words
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or the preparation failed
 */
export async function runTypeScript(entry, words) {
  try {
    checkNode()
    await ensureInstalled()
  } catch (error) {
    complain(error)
    return 1
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', entry, ...words], { cwd: root, stdio: 'inherit' })
    child.once('exit', (code) => resolve(code ?? 1))
    child.once('error', () => resolve(1))
  })
}
