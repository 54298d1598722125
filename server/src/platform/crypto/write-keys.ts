/** Writing the key file: one change at a time in the whole installation, and always as a whole, so that a reader meets the old or the new one. */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { newId } from '../ids.ts'
import { giveBackLease, takeLease } from '../jobs/lease.ts'
import type { Keys, NamedKey } from './keys.ts'

export const freshSecret = (): string => randomBytes(32).toString('base64')

/** `k20261126`, or `k20261126-2` where the day has one already. An id that was retired never comes back: backups of its time name it. */
export function freeKid(path: string, instant: string, present: readonly NamedKey[]): string {
  const day = `k${instant.slice(0, 10).replaceAll('-', '')}`
  const taken = new Set([...present.map(({ kid }) => kid), ...retiredKids(readFile(path))])
  const names = [day, ...Array.from({ length: taken.size }, (_, at) => `${day}-${String(at + 2)}`)]
  return names.find((name) => !taken.has(name)) ?? day
}

type KeyFile = Readonly<Record<string, unknown>>

const readFile = (path: string): KeyFile => JSON.parse(readFileSync(path, 'utf8')) as KeyFile

/** Ids of keys that were taken away, of any kind; they stand in the key file beside the keys. */
function retiredKids({ retiredKids: known }: KeyFile): string[] {
  return Array.isArray(known) ? known.map(String) : []
}

/** @throws Error when another change is under way */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  const lease = await takeLease({ tenant: 'house' }, { name: 'field-keys', holder: newId('pnd'), ms: 60_000 })
  if (lease === null) throw new Error('另一处正在更换密钥，请稍后再试。')
  try {
    return await work()
  } finally {
    await giveBackLease(lease)
  }
}

/** How a file of before named the only key of a list. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  fieldKey: 'fieldKeys',
  blindIndexKey: 'blindIndexKeys',
  auditKey: 'auditKeys',
  pendingKey: 'pendingKeys',
}

/** Everything else in the file stays. `retired`: the id of a key that goes with this change. */
export function replaceLists(path: string, lists: Partial<Keys>, retired?: string): void {
  const known = readFile(path)
  const gone = retired === undefined ? {} : { retiredKids: [...new Set([...retiredKids(known), retired])] }
  const rest = Object.entries(known).filter(([name]) => !((OLD_NAMES[name] ?? '') in lists))
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeFileSync(file, `${JSON.stringify({ ...Object.fromEntries(rest), ...lists, ...gone }, undefined, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}
