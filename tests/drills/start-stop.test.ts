/** `npm start` as a person runs it: up, down by Ctrl-C within ten seconds, up again with its data, and down by itself when one process dies. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { root } from '../support/plant.ts'

const port = 23_400
const uri = process.env['MONGODB_URI'] ?? `mongodb://127.0.0.1:${port + 2}/xiangliban?replicaSet=rs0`

interface Started {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ended: Promise<number | null>
}

/** Starts and waits for the line that says ready. */
async function start(data: string): Promise<Started> {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port), '--data', data], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'development' },
  })
  let output = ''
  const take = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const started = { child, output: () => output, ended }
  await Promise.race([waitFor(() => output.includes('Ctrl-C stops everything')), ended])
  if (child.exitCode !== null) throw new Error(`npm start ended: ${output}`)
  return started
}

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50))
}

async function end(started: Started, signal: NodeJS.Signals): Promise<{ code: number | null; seconds: number }> {
  const since = Date.now()
  started.child.kill(signal)
  const code = await started.ended
  return { code, seconds: (Date.now() - since) / 1000 }
}

/** Rows of each collection, by name. */
async function countRows(): Promise<Record<string, number>> {
  const client = await new mongoose.mongo.MongoClient(uri).connect()
  try {
    const names = (await client.db().listCollections().toArray()).map(({ name }) => name).sort()
    const counts = await Promise.all(
      names.map(async (name) => [name, await client.db().collection(name).countDocuments()] as const),
    )
    return Object.fromEntries(counts)
  } finally {
    await client.close()
  }
}

const answers = (address: string) =>
  fetch(address).then(
    (answer) => answer.status,
    () => 0,
  )

/** The worker's process id out of `running.json`. */
function workerPid(data: string): number {
  const running: { processes: { worker: number } } = JSON.parse(readFileSync(path.join(data, 'running.json'), 'utf8'))
  return running.processes.worker
}

describe('npm start', () => {
  let data = ''
  beforeAll(() => {
    data = mkdtempSync(path.join(tmpdir(), 'xlb-start-stop-'))
  })
  afterAll(() => {
    rmSync(data, { recursive: true, force: true })
  })

  test('serves H5, API and description, seeds two counties, and Ctrl-C stops all of it within ten seconds; a second start keeps every row', async () => {
    const first = await start(data)
    expect(first.output()).toContain('遂昌县')
    expect(first.output()).toContain('松阳县')
    for (const where of ['/', '/openapi.json', '/docs', '/healthz', '/readyz', '/api/counties']) {
      expect({ where, status: await answers(`http://127.0.0.1:${port}${where}`) }).toEqual({ where, status: 200 })
    }
    const before = await countRows()
    expect(Object.values(before).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(36)
    const ended = await end(first, 'SIGINT')
    expect(ended.code).toBe(0)
    expect(ended.seconds).toBeLessThan(10)
    for (const offset of [0, 1, 3, 4]) expect(await answers(`http://127.0.0.1:${port + offset}/`)).toBe(0)

    const second = await start(data)
    const after = await countRows()
    for (const [name, count] of Object.entries(before))
      expect({ name, kept: (after[name] ?? 0) >= count }).toEqual({ name, kept: true })
    expect((await end(second, 'SIGTERM')).code).toBe(0)
  })

  test('stops everything, names the process and ends with 1 when the worker is killed', async () => {
    const started = await start(data)
    process.kill(workerPid(data), 'SIGKILL')
    expect(await started.ended).toBe(1)
    expect(started.output()).toMatch(/✗ worker .*SIGKILL/)
    for (const offset of [0, 1, 3, 4]) expect(await answers(`http://127.0.0.1:${port + offset}/`)).toBe(0)
  })
})
