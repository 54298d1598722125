/**
 * `npm run generate`: writes every file that is derived from the contracts and state tables. `--check` writes nothing, names what is stale and
 * ends with 1. Each generator is a function from what the house declares to a text.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { contracts } from '../shared/src/contracts.ts'
import type { Endpoint } from '../shared/src/platform/endpoint.ts'
import { openApi } from '../server/src/platform/http/openapi.ts'
import { environmentExample } from './generate-env.ts'
import { endpointsPage, errorsPage } from './generate-pages.ts'
import { statesPage } from './generate-states.ts'

const root = path.resolve(import.meta.dirname, '..')
const endpoints: readonly Endpoint[] = Object.values(contracts).flatMap((capability) =>
  Object.values<Endpoint>(capability),
)

const generated: Readonly<Record<string, () => Promise<string> | string>> = {
  'docs/generated/openapi.json': () => `${JSON.stringify(openApi(endpoints), undefined, 2)}\n`,
  'docs/generated/endpoints.md': () => endpointsPage(endpoints),
  'docs/generated/errors.md': () => errorsPage(),
  'config/deploy/env.example': () =>
    environmentExample(readFileSync(path.join(root, 'server/src/platform/config/config.ts'), 'utf8')),
  'docs/generated/states.md': () => statesPage(path.join(root, 'shared/src')),
}

function present(file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch {
    return undefined
  }
}

/** The mini-program's own generator, which reads the same contracts. */
function clientRoutes(check: boolean): boolean {
  const words = ['--import', 'tsx', 'scripts/generate-routes.ts', ...(check ? ['--check'] : [])]
  return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status === 0
}

const check = process.argv.includes('--check')
const stale: string[] = []
for (const [file, make] of Object.entries(generated)) {
  const text = await make()
  if (present(file) === text) continue
  stale.push(file)
  if (check) continue
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}
const routesFresh = clientRoutes(check)
for (const file of stale) process.stdout.write(`${check ? 'stale' : 'written'}: ${file}\n`)
if (check && (stale.length > 0 || !routesFresh)) {
  process.stderr.write('Generated files are stale. Run: npm run generate\n')
  process.exitCode = 1
}
