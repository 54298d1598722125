/** Where tests keep data that nobody needs afterwards. */
import { readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 6 * 1024 ** 3

/** @returns {number} 0 where there is no such file system */
function freeBytes() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize
  } catch {
    return 0
  }
}

/**
 * A folder in memory where the machine has plenty of it, so that databases of tests wait for no disk (a tenth of the suite's time); else the system's own.
 * @returns {string}
 */
export const scratchRoot = () => (Math.min(freeBytes(), freemem()) >= ENOUGH_BYTES ? MEMORY : tmpdir())

const OURS = /^xlb-(whole|seeded|test)-/
const OLD_MS = 6 * 3_600_000

/** Removes what runs left behind that were broken off hours ago: in memory it would stay until the machine is restarted. */
export function sweepScratch() {
  const folder = scratchRoot()
  for (const name of readdirSync(folder).filter((one) => OURS.test(one))) {
    const path = join(folder, name)
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - changed > OLD_MS) rmSync(path, { recursive: true, force: true })
  }
}
