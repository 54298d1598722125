/**
 * P3 and P4 as exact counts: the database commands of a resident's reads, and how many index keys they walk, with the demonstration's data and with a hundred
 * times as much of everything they touch, all of it other people's.
 */
import { randomBytes } from 'node:crypto'
import mongoose from 'mongoose'
import type { Ground } from './ground.ts'

type Plain = Readonly<Record<string, unknown>>
type Db = mongoose.mongo.Db

const TIMES = 100
const MOST_COPIED = 400
const BATCH = 5_000
const OWN_READ = 2

/** `goal`: commands; null where a page is made of the parts that capabilities hand in. */
const ROUTES = [
  { name: 'counties (public, cached)', path: '/api/counties', goal: 0 },
  { name: 'me', path: '/api/accounts/me', goal: OWN_READ },
  { name: 'bills due', path: '/api/bills', goal: OWN_READ },
  { name: 'bills done', path: '/api/bills?show=done', goal: OWN_READ },
  { name: 'one bill', path: '', goal: OWN_READ },
  { name: 'utility accounts', path: '/api/utility-accounts', goal: OWN_READ },
  { name: 'receipts', path: '/api/receipts', goal: OWN_READ },
  { name: 'messages', path: '/api/messages', goal: OWN_READ },
  { name: 'Home', path: '/api/home', goal: null },
] as const

export interface Counted {
  readonly name: string
  readonly goal: number | null
  readonly commands: number
  /** Index keys walked: with the data as they are, and with a hundred times as much. */
  readonly keys: readonly [number, number]
  /** Collection scans and sorts that hold all in memory, of both. */
  readonly badly: readonly string[]
}

export async function countReads(ground: Ground): Promise<Counted[]> {
  const client = await new mongoose.mongo.MongoClient(ground.mongoUri).connect()
  const house = await ground.recorder()
  try {
    const db = client.db()
    const asked = new Map<string, readonly Plain[]>()
    for (const { name, path } of ROUTES)
      asked.set(name, await commandsOf(ground, path === '' ? (ground.replays[1]?.path ?? '') : path, house))
    const few = await walksOf(db, asked)
    await multiply(db, new Set([...asked.values()].flat().map(collectionOf)))
    const many = await walksOf(db, asked)
    return ROUTES.map(({ name, goal }) => {
      const [before, after] = [few.get(name), many.get(name)]
      const keys = [before?.keys ?? Number.NaN, after?.keys ?? Number.NaN] as const
      const badly = [...new Set([...(before?.badly ?? []), ...(after?.badly ?? [])])]
      return { name, goal, commands: asked.get(name)?.length ?? Number.NaN, keys, badly }
    })
  } finally {
    await house.end()
    await client.close()
  }
}

async function commandsOf(ground: Ground, path: string, house: Awaited<ReturnType<Ground['arm']>>): Promise<Plain[]> {
  const get = async (): Promise<void> => {
    const answer = await fetch(`${house.url}${path}`, { headers: { authorization: `Bearer ${ground.token}` } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}`)
  }
  // Once before, so that what is kept in memory is there.
  await get()
  await house.ask('record')
  await get()
  const told = await house.ask('recorded')
  const commands: readonly unknown[] = Array.isArray(told) ? told : []
  return commands.map(plainOf)
}

const plainOf = (value: unknown): Plain => (typeof value === 'object' && value !== null ? { ...value } : {})
const collectionOf = ({ find, aggregate }: Plain): string =>
  typeof find === 'string' ? find : typeof aggregate === 'string' ? aggregate : ''
const LEFT_OUT = new Set(['lsid', 'txnNumber', '$db', '$clusterTime', '$readPreference', 'readConcern', 'maxTimeMS'])

interface Walk {
  readonly keys: number
  readonly badly: readonly string[]
}

async function walksOf(db: Db, asked: ReadonlyMap<string, readonly Plain[]>): Promise<Map<string, Walk>> {
  const walks = new Map<string, Walk>()
  for (const [name, commands] of asked) {
    const each = await Promise.all(commands.map((command) => walkOf(db, command)))
    walks.set(name, { keys: each.reduce((sum, one) => sum + one.keys, 0), badly: each.flatMap((one) => one.badly) })
  }
  return walks
}

async function walkOf(db: Db, command: Plain): Promise<Walk> {
  const plain = Object.fromEntries(Object.entries(command).filter(([key]) => !LEFT_OUT.has(key)))
  const explained = 'aggregate' in plain ? { ...plain, cursor: {} } : plain
  const told: unknown = await db.command({ explain: explained, verbosity: 'executionStats' })
  let keys = 0
  const badly: string[] = []
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'totalKeysExamined') keys += Number(inner)
      else if (key === 'stage' && (inner === 'COLLSCAN' || inner === 'SORT'))
        badly.push(`${String(inner)} of ${collectionOf(command)}`)
      else if (key !== 'rejectedPlans') look(inner)
    }
  }
  look(told)
  return { keys, badly }
}

/** Copies of the rows with all that names a person, a record or a unique thing drawn anew: they are other people's. */
async function multiply(db: Db, names: ReadonlySet<string>): Promise<void> {
  for (const name of names) {
    const collection = db.collection<{ _id: string }>(name)
    const unique = (await collection.indexes())
      .filter((one) => one.unique === true)
      .flatMap(({ key }) => Object.keys(key))
    const own = new Set(['_id', ...unique].filter((field) => field !== 'tenant'))
    const rows = await collection.find().limit(MOST_COPIED).toArray()
    let batch: { _id: string }[] = []
    const flush = async (): Promise<void> => {
      if (batch.length > 0) await collection.insertMany(batch, { ordered: false })
      batch = []
    }
    for (let time = 0; time < TIMES; time += 1)
      for (const row of rows) {
        batch.push({ ...copyOf(row, own), _id: idLike(row._id) })
        if (batch.length === BATCH) await flush()
      }
    await flush()
  }
}

const idLike = (id: string): string => `${id.split('_')[0] ?? ''}_${randomBytes(10).toString('hex')}`
const isId = (text: string): boolean => /^[a-z]{3}_/.test(text)

function copyOf(row: Plain, own: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => {
      if (typeof value === 'string' && own.has(field) && !isId(value))
        return [field, `${value}-${randomBytes(6).toString('hex')}`]
      return [field, withOtherIds(value)]
    }),
  )
}

function withOtherIds(value: unknown): unknown {
  if (typeof value === 'string') return isId(value) ? idLike(value) : value
  if (Array.isArray(value)) return value.map(withOtherIds)
  if (typeof value !== 'object' || value === null || value instanceof Date || '_bsontype' in value) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withOtherIds(inner)]))
}

export function reportCounts(counted: readonly Counted[]): void {
  process.stdout.write('\nP3 and P4: commands of a read, and index keys walked at 1 and at 100 times the data\n')
  for (const { name, goal, commands, keys, badly } of counted) {
    const aim = goal === null ? '' : `goal ${String(goal)} ${commands <= goal ? '✓' : '✗'}`
    const flat = keys[1] <= keys[0] * 1.1 + 1 ? 'flat ✓' : 'grows ✗'
    const walks = badly.length === 0 ? 'no scan, no sort ✓' : `${badly.join(', ')} ✗`
    process.stdout.write(
      `  ${name.padEnd(26)} ${String(commands).padStart(2)} commands  ${aim.padEnd(9)} ${String(keys[0]).padStart(5)} → ${String(keys[1]).padStart(5)} keys ${flat}  ${walks}\n`,
    )
  }
}
