import { join } from 'node:path'
import { root } from './terminal.mjs'

/**
 * How everything that node runs is bundled, for production, a drill and a benchmark alike. Packages stay outside, the contracts are bundled in: esbuild
 * resolves the alias before it calls a package external.
 * @type {import('esbuild').BuildOptions}
 */
export const forNode = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  alias: { '@xlb/shared': join(root, 'shared', 'src') },
  logLevel: 'warning',
}
