/** The server as production runs it, below `server/dist`: it also starts twice as fast. */
import { run } from '../../scripts/child.mjs'
import { root } from '../../scripts/terminal.mjs'

export async function bundleServer() {
  // jest's options are not the bundler's.
  const env = { ...process.env, NODE_OPTIONS: '' }
  const { code, output } = await run(process.execPath, ['scripts/bundle.mjs', 'server'], { cwd: root, env })
  if (code !== 0) throw new Error(`the server could not be bundled: ${output}`)
}
