/** What must hold before anything is written: the right Node, free ports, room on the disk, a folder that can be written. */
import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { Refusal } from './terminal.mjs'

const neededNode = [20, 19]

/** @param {string} [version] as in process.versions.node */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = neededNode
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return
  throw new Refusal(
    `需要 Node.js ${needMajor}.${needMinor} 或更新的版本，现在是 ${version}。(Node.js ${needMajor}.${needMinor} or newer is needed.)`,
  )
}

/**
 * @param {string | true | undefined} text
 * @param {number} fallback
 * @returns {number}
 */
export function readPort(text, fallback) {
  if (text === undefined) return fallback
  const port = typeof text === 'string' && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0
  if (port >= 1024 && port <= 65_531) return port
  throw new Refusal(
    `端口 ${String(text)} 不可用：请给 1024 到 65531 之间的整数，后面四个端口也会用到。(Port must be 1024–65531.)`,
  )
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/**
 * @param {Readonly<Record<string, number>>} ports what for → port
 * @throws {Refusal} naming the first taken one
 */
export async function checkPorts(ports) {
  for (const [purpose, port] of Object.entries(ports)) {
    if (await isFree(port)) continue
    throw new Refusal(
      `端口 ${port}（${purpose}）已被占用，请用 --port 换一个，或先停掉占用它的程序。(Port ${port} is taken.)`,
    )
  }
}

/**
 * The nearest folder that exists.
 * @param {string} path absolute
 * @returns {Promise<string>}
 */
async function nearestFolder(path) {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return path
  if (found !== undefined) throw new Refusal(`${path} 不是目录，请用 --data 换一个。(Not a folder.)`)
  return nearestFolder(dirname(path))
}

/**
 * @param {string} path absolute, need not exist yet
 * @param {number} megabytes
 */
export async function checkFolder(path, megabytes) {
  const folder = await nearestFolder(path)
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!writable) throw new Refusal(`没有权限写入 ${path}，请用 --data 换一个目录。(Not writable.)`)
  const { bavail, bsize } = await statfs(folder)
  const free = Math.floor((bavail * bsize) / 1_048_576)
  if (free < megabytes) {
    throw new Refusal(`磁盘空间不足：${folder} 只剩 ${free} MB，至少需要 ${megabytes} MB。(Not enough disk space.)`)
  }
}
