/**
 * `node scripts/operate.mjs [--data DIR] WORDS…`: runs server/src/operate.ts with the environment of a data folder, whether the product runs or
 * not. When it does not, the database alone is started for the time of the command.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startEngine } from './engine.mjs'
import { complain, Refusal, root } from './terminal.mjs'

/**
 * @param {string} dataDir
 * @returns {Record<string, string>}
 */
function readEnvironment(dataDir) {
  const file = join(dataDir, 'server.env')
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), JSON.parse(line.slice(line.indexOf('=') + 1))]),
    )
  } catch {
    throw new Refusal(
      `${file} 读不出来：请先用 npm start 启动过一次，或用 --data 指定数据目录。(Start the product once, or name its folder.)`,
    )
  }
}

/**
 * @param {string} uri
 * @returns {Promise<boolean>} whether a primary answers there
 */
async function answers(uri) {
  const { default: mongoose } = await import('mongoose')
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 1_000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.close()
  }
}

/**
 * @param {string[]} words
 * @param {Record<string, string>} env
 * @param {string} dataDir
 * @returns {Promise<number>}
 */
function runOperator(words, env, dataDir) {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/src/operate.ts', ...words], {
      cwd: root,
      env: { BACKUP_DIR: join(dataDir, 'backups'), ...env, ...process.env },
      stdio: 'inherit',
    })
    child.once('exit', (code) => done(code ?? 1))
  })
}

try {
  const words = process.argv.slice(2)
  const at = words.indexOf('--data')
  const [, named] = at < 0 ? [] : words.splice(at, 2)
  const dataDir = named === undefined ? join(root, '.data') : resolve(process.env['INIT_CWD'] ?? process.cwd(), named)
  const env = process.env['MONGODB_URI'] && process.env['XLB_KEYS_FILE'] ? {} : readEnvironment(dataDir)
  const uri = process.env['MONGODB_URI'] ?? env['MONGODB_URI'] ?? ''
  const running = await answers(uri)
  const engine = running
    ? undefined
    : await startEngine({ port: Number(new URL(uri).port), dbPath: join(dataDir, 'mongo') })
  try {
    process.exitCode = await runOperator(words, env, dataDir)
  } finally {
    await engine?.stop()
  }
} catch (error) {
  complain(error)
  process.exitCode = 1
}
