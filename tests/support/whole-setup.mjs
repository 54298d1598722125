/** Before suites that start the whole product: a folder for what they seed once and copy (support/whole.ts), and the bundled server. */
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleServer } from './bundle-server.mjs'
import { scratchRoot, sweepScratch } from './scratch.mjs'

export default async function setup() {
  sweepScratch()
  await bundleServer()
  process.env.XLB_SEEDED = await mkdtemp(join(scratchRoot(), 'xlb-seeded-'))
}
