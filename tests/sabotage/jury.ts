/** Runs named tests in the copy and says of each whether it is green, red, or did not run at all. */
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import mongoose from 'mongoose'
import { run } from '../../scripts/child.mjs'
import { nodeOptions } from '../../scripts/jest.mjs'
import type { Named } from './faults.ts'

export type Verdict = 'green' | 'red' | 'not run'

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
export const keyOf = (named: Named): string => `${named.file} › ${named.test}`

/** Verdicts by `keyOf`, and what jest said about files that could not run. */
export async function judge(
  folder: string,
  mongoUri: string,
  tests: readonly Named[],
): Promise<{ verdicts: Map<string, Verdict>; said: string }> {
  const outputFile = path.join(folder, 'report.json')
  rmSync(outputFile, { force: true })
  await forget(mongoUri)
  const files = [...new Set(tests.map((one) => one.file))]
  const names = [...new Set(tests.map((one) => one.test))]
  const words = [
    path.join(folder, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...['--selectProjects', 'capabilities', '--runInBand', '--json', `--outputFile=${outputFile}`],
    ...['--testPathPatterns', `/(${files.map(escaped).join('|')})\\.test\\.ts$`],
    ...['--testNamePattern', `^(${names.map(escaped).join('|')})$`],
  ]
  const { output } = await run(process.execPath, words, {
    cwd: folder,
    env: { ...process.env, MONGODB_URI: mongoUri, NODE_OPTIONS: nodeOptions },
  })
  const report = readReport(outputFile)
  if (report === null) return { verdicts: new Map(), said: output.slice(-2_000) }
  const seen = report.testResults.flatMap((file) =>
    file.assertionResults.map((one): [string, Verdict] => [
      `${path.basename(file.name, '.test.ts')} › ${one.fullName}`,
      verdictOf(one.status),
    ]),
  )
  const said = report.testResults
    .flatMap((file) => (file.assertionResults.length === 0 ? [file.message.slice(0, 600)] : []))
    .join('\n')
  return { verdicts: new Map(seen), said }
}

/** The databases of the try before: they stand with its indexes and validators, and a fault may be in just those. */
async function forget(mongoUri: string): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(mongoUri).connect()
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true })
    for (const { name } of databases) if (/^t\d/.test(name)) await client.db(name).dropDatabase()
  } finally {
    await client.close()
  }
}

function verdictOf(status: string): Verdict {
  if (status === 'passed') return 'green'
  return status === 'failed' ? 'red' : 'not run'
}

function readReport(file: string): Report | null {
  try {
    const report: Report = JSON.parse(readFileSync(file, 'utf8'))
    return report
  } catch {
    return null
  }
}
