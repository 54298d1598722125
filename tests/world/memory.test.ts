import { afterEach, describe, expect, it } from '@jest/globals'
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'
import { createClock } from '../../world/src/clock.ts'
import { openJournal } from '../../world/src/platform/journal.ts'
import { startWorld } from '../../world/src/world.ts'
import { newDir, openMerchant, openOrder, payOnPhone, query, type Stage } from './support.ts'

const dirs: string[] = []
const dir = (): string => {
  const made = newDir()
  dirs.push(made)
  return made
}
afterEach(() => {
  for (const one of dirs.splice(0)) rmSync(one, { recursive: true, force: true })
})

describe('the journal', () => {
  const schema = z.object({ n: z.number() })

  it('gives everything back, compacted, without the torn last line', () => {
    const file = join(dir(), 'journal.jsonl')
    const first = openJournal(file)
    const table = first.table('thing', schema)
    for (let n = 0; n < 10; n += 1) table.put('a', { n })
    table.put('b', { n: 1 })
    table.remove('b')
    first.close()
    appendFileSync(file, '{"k":"thing","id":"a","v":{"n":9')
    const second = openJournal(file)
    expect(second.table('thing', schema).all()).toEqual([{ n: 9 }])
    second.close()
    expect(readFileSync(file, 'utf8')).toBe('{"k":"thing","id":"a","v":{"n":9}}\n')
  })

  it('refuses a broken line that is not the last', () => {
    const file = join(dir(), 'journal.jsonl')
    writeFileSync(file, '{"k":"thing"\n{"k":"thing","id":"a","v":{"n":1}}\n')
    expect(() => openJournal(file)).toThrow(/line 1 is broken/)
  })
})

describe('the clock', () => {
  it('follows the file that another process writes, and writes it itself', async () => {
    const file = join(dir(), 'clock.json')
    const [one, two] = [createClock(file), createClock(file)]
    expect(two.offsetMs()).toBe(0)
    one.setOffset(60_000)
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect([one.offsetMs(), two.offsetMs()]).toEqual([60_000, 60_000])
    expect(two.now() - Date.now()).toBeGreaterThan(59_000)
  })
})

describe('the process', () => {
  const readyPort = async (child: ChildProcess): Promise<number> => {
    if (child.stdout === null) throw new Error('no stdout')
    const [chunk]: unknown[] = await once(child.stdout, 'data')
    return z.object({ ready: z.literal(true), port: z.number() }).parse(JSON.parse(String(chunk))).port
  }
  const start = (folder: string, port = 0): ChildProcess =>
    spawn(process.execPath, ['--import', 'tsx', 'world/src/main.ts'], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, NODE_OPTIONS: '', WORLD_PORT: String(port), WORLD_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  it('keeps keys, orders and payments over a kill -9, and stops on SIGTERM', async () => {
    const folder = dir()
    const [merchant, first] = [await openMerchant(), start(folder)]
    const port = await readyPort(first)
    const readConfig = (): unknown => JSON.parse(readFileSync(join(folder, 'server.env.json'), 'utf8'))
    const configSchema = z.custom<Stage['world']['config']>((value) => typeof value === 'object' && value !== null)
    const config = configSchema.parse(readConfig())
    const world = { port, url: `http://127.0.0.1:${String(port)}`, config, stop: () => Promise.resolve() }
    const stage: Stage = { world, merchant, dir: folder, close: () => Promise.resolve() }
    const { no, params } = await openOrder(stage)
    expect(await payOnPhone(stage, params)).toBe('requestPayment:ok')
    first.kill('SIGKILL')
    await once(first, 'exit')
    const second = start(folder, port)
    await readyPort(second)
    expect(readConfig()).toEqual(config)
    expect(await query(stage, no)).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 8495 } })
    second.kill('SIGTERM')
    expect(await once(second, 'exit')).toEqual([0, null])
    await merchant.close()
  })

  it('says in one sentence that the port is taken, or that the port is none', async () => {
    const folder = dir()
    const world = await startWorld({ port: 0, dir: folder })
    const other = join(folder, 'other')
    mkdirSync(other)
    const child = start(other, world.port)
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(said).toMatch(/^The world could not start: .*EADDRINUSE.*\n$/)
    await world.stop()
  })
})
