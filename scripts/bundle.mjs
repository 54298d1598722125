/** `node scripts/bundle.mjs server|world|h5|weapp`: one production build. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { forNode } from './for-node.mjs'
import { complain, Refusal, root } from './terminal.mjs'

/** @type {Readonly<Record<string, string[]>>} */
const entries = { server: ['main.ts', 'worker.ts', 'seed.ts', 'migrate.ts', 'operate.ts'], world: ['main.ts'] }

/**
 * @param {string} workspace
 * @param {readonly string[]} names
 */
async function bundle(workspace, names) {
  const { build } = await import('esbuild')
  const source = join(root, workspace, 'src')
  await build({
    ...forNode,
    entryPoints: names.map((name) => join(source, name)),
    sourcemap: true,
    outdir: join(root, workspace, 'dist'),
    absWorkingDir: join(root, workspace),
  })
  return readdirSync(join(root, workspace, 'dist'))
}

try {
  const what = process.argv[2] ?? ''
  const names = entries[what]
  if (names !== undefined) process.stdout.write(`${(await bundle(what, names)).join(' ')}\n`)
  else if (what === 'h5' || what === 'weapp')
    process.stdout.write(`${await ensureBuilt(what, { force: process.argv.includes('--force') })}\n`)
  else throw new Refusal('node scripts/bundle.mjs server|world|h5|weapp [--force]')
} catch (error) {
  complain(error)
  process.exitCode = 1
}
