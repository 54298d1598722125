/** `npm start` that cannot work says so in one sentence, ends with another code than 0, and leaves nothing behind. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { checkFolder, checkNode, checkPorts, readPort } from '../../scripts/checks.mjs'
import { run } from '../../scripts/child.mjs'
import { startEngine } from '../../scripts/engine.mjs'
import { ensureKeys } from '../../scripts/keys.mjs'
import { planted, root, runTool } from '../support/plant.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'xlb-start-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const start = (...words: string[]) => runTool('node', ['scripts/start.mjs', ...words], root)

/** Takes a port of 127.0.0.1 while `use` runs. */
async function taken<T>(use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    return await use(typeof address === 'object' && address !== null ? address.port : 0)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

/** One sentence: the mark, the reason, no stack. */
function expectOneSentence(answer: { code: number | null; output: string }, words: string): void {
  expect(answer.code).toBe(1)
  expect(answer.output).toContain(words)
  expect(answer.output).not.toMatch(/\n\s+at /)
  expect(answer.output.split('✗')).toHaveLength(2)
}

describe('npm start refuses', () => {
  test('an option it does not know', async () => {
    expectOneSentence(await start('--prot', '9000'), '--prot')
  })

  test.each(['80', '65532', 'http', '9000.5', '-1'])('the port %s', async (port) => {
    expectOneSentence(await start('--port', port), port)
  })

  test('a port somebody else uses, and makes no data folder', async () => {
    const data = path.join(folder, 'never-made')
    const answer = await taken(async (port) => ({ port, ...(await start('--port', String(port), '--data', data)) }))
    expectOneSentence(answer, String(answer.port))
    expect(existsSync(data)).toBe(false)
  })

  test('a data folder that is a file', async () => {
    const file = path.join(folder, 'file')
    writeFileSync(file, 'kept')
    expectOneSentence(await start('--port', '23100', '--data', file), '不是目录')
  })

  test('to empty a folder that is not its own', async () => {
    const foreign = path.join(folder, 'photographs')
    mkdirSync(foreign)
    writeFileSync(path.join(foreign, 'wedding.jpg'), 'x')
    expectOneSentence(await start('--port', '23100', '--data', foreign, '--reset'), '没有清空')
    expect(readdirSync(foreign)).toEqual(['wedding.jpg'])
  })

  test('a data folder that another start is using', async () => {
    const data = path.join(folder, 'used')
    mkdirSync(data)
    writeFileSync(path.join(data, 'running.json'), JSON.stringify({ pid: process.pid, port: 8080 }))
    expectOneSentence(await start('--port', '23100', '--data', data), String(process.pid))
  })

  test('an older Node', () => {
    expect(() => checkNode('20.18.3')).toThrow('20.19')
    expect(() => checkNode('20.19.0')).not.toThrow()
    expect(() => checkNode('22.0.0')).not.toThrow()
  })

  test('a disk without room', async () => {
    await expect(checkFolder(folder, 1_000_000_000)).rejects.toThrow('磁盘空间不足')
  })

  test('a machine without any way to a database, saying what to do', async () => {
    await planted({}, async (tree) => {
      cpSync(path.join(root, 'scripts'), path.join(tree, 'scripts'), { recursive: true })
      const words = [
        '-e',
        "import('./scripts/engine.mjs').then(({ findEngine }) => findEngine()).catch((e) => { console.log(e.name + '\\n' + e.message); process.exit(1) })",
      ]
      const env = { PATH: path.join(tree, 'empty'), MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:9' }
      const { code, output } = await run(process.execPath, words, { cwd: tree, env })
      expect({ code, output }).toMatchObject({ code: 1, output: expect.stringMatching(/Refusal\n.*MONGODB_URI/) })
    })
  })
})

test('the first port may be left out', () => {
  expect(readPort(undefined, 8080)).toBe(8080)
})

test('free ports pass', async () => {
  await expect(checkPorts({ api: 23_190 })).resolves.toBeUndefined()
})

describe('the data folder of the engine', () => {
  test('is opened again on another port with its data', async () => {
    const { default: mongoose } = await import('mongoose')
    const dbPath = path.join(folder, 'mongo')
    const silent = () => undefined
    const count = async (uri: string, add: boolean) => {
      const client = await new mongoose.mongo.MongoClient(uri).connect()
      if (add) await client.db().collection('kept').insertOne({ kept: true })
      const found = await client.db().collection('kept').countDocuments()
      await client.close()
      return found
    }
    const first = await startEngine({ port: 23_182, dbPath, log: silent })
    expect(await count(first.uri, true)).toBe(1)
    await first.stop()
    const second = await startEngine({ port: 23_183, dbPath, log: silent })
    expect(await count(second.uri, false)).toBe(1)
    await second.stop()
  })

  test('is refused when another major version wrote it, naming dump and restore', async () => {
    const dbPath = path.join(folder, 'newer')
    mkdirSync(dbPath)
    writeFileSync(path.join(dbPath, 'ENGINE.json'), JSON.stringify({ version: '99.0.1', kind: 'machine' }))
    await expect(startEngine({ port: 23_182, dbPath, log: () => undefined })).rejects.toThrow(/mongodump.*mongorestore/)
    expect(readdirSync(dbPath)).toEqual(['ENGINE.json'])
  })
})

describe('the key file', () => {
  test('is made once, for its owner only, and kept', async () => {
    const { readFileSync, statSync } = await import('node:fs')
    const file = path.join(folder, 'keys.json')
    await Promise.all([ensureKeys(file), ensureKeys(file)])
    const before = readFileSync(file, 'utf8')
    await ensureKeys(file)
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('of an older form is brought to the present one without losing a key', async () => {
    const { readFileSync, statSync } = await import('node:fs')
    const file = path.join(folder, 'older.json')
    const [field, blind] = ['A', 'B'].map((letter) => Buffer.from(letter.repeat(32)).toString('base64'))
    const kept = { jwtKeys: [{ kid: 'k1', secret: field }], auditKey: field, pendingKey: field }
    writeFileSync(file, JSON.stringify({ ...kept, fieldKey: field, blindIndexKey: blind }))
    await ensureKeys(file)
    const once = readFileSync(file, 'utf8')
    const lists = { fieldKeys: [{ kid: 'k0', secret: field }], blindIndexKeys: [{ kid: 'k0', secret: blind }] }
    expect(JSON.parse(once)).toEqual({ ...kept, ...lists })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await ensureKeys(file)
    expect(readFileSync(file, 'utf8')).toBe(once)
  })

  test('is never overwritten when damaged', async () => {
    const file = path.join(folder, 'damaged.json')
    writeFileSync(file, '{')
    await expect(ensureKeys(file)).rejects.toThrow('从备份恢复')
  })
})
