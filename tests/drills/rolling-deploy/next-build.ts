/** The next version of the server for this drill: the same sources, but every event that it writes has a field more, by which its events are known. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { forNode } from '../../../scripts/for-node.mjs'
import { root } from '../../../scripts/terminal.mjs'
import type { Entries } from '../money/beside.ts'

const FOLDER = path.join('.cache', 'drill-next')
const WRITTEN = 'data: event.data ?? {}'
export const NEXT = 'next'

/** @throws when the place where events are written is not where it was */
const marked: Plugin = {
  name: 'marked-events',
  setup(built) {
    built.onLoad({ filter: /platform\/db\/record\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8')
      if (text.split(WRITTEN).length !== 2) throw new Error('the drill does not know where events are written')
      const contents = text.replace(WRITTEN, `data: { ...(event.data ?? {}), build: '${NEXT}' }`)
      return { contents, loader: 'ts' }
    })
  },
}

export async function bundleNext(): Promise<Entries> {
  await build({
    ...forNode,
    entryPoints: ['main.ts', 'worker.ts'].map((name) => path.join(root, 'server', 'src', name)),
    outdir: path.join(root, FOLDER),
    absWorkingDir: path.join(root, 'server'),
    plugins: [marked],
  })
  return { api: path.join(FOLDER, 'main.js'), worker: path.join(FOLDER, 'worker.js') }
}
