/** `npm run backup`: every collection of one moment, beside a working house, in flat memory. Keys are not in it. */
import { atOneMoment, describeDatabase, rowOf, type Snapshot, type StandingCollection } from '../db/copy.ts'
import { nativeDb } from '../db/connection.ts'
import { proveEngine } from '../db/proof.ts'
import type { House } from '../house.ts'
import { summing, writeBackupFile, type Summed } from './backup-file.ts'
import { sealManifest, type Manifest } from './manifest.ts'

/** What the manifest tells of the rows, gathered while they pass. */
interface Gathered {
  readonly sums: Map<string, Summed>
  readonly migrations: string[]
  calendarVersion: number
  readonly tails: Map<string, { seq: number; mac: string }>
}

/** @throws BackupRefused when the file stands already */
export async function writeBackup(house: House, path: string): Promise<Manifest> {
  const { version } = await proveEngine()
  const standing = await describeDatabase()
  const at = house.clock.instant()
  const gathered: Gathered = { sums: new Map(), migrations: [], calendarVersion: 0, tails: new Map() }
  const manifest = (): Manifest =>
    sealManifest(house.config.keys, {
      at,
      database: nativeDb().databaseName,
      engine: `MongoDB ${version}`,
      migrations: gathered.migrations,
      calendarVersion: gathered.calendarVersion,
      heads: [...gathered.tails].map(([tenant, tail]) => ({ tenant, ...tail })),
      collections: standing.map((one) => asStored(one, gathered)),
    })
  await atOneMoment((snapshot) => writeBackupFile(path, allLines(snapshot, standing, gathered), manifest))
  return manifest()
}

function asStored({ name, options, indexes }: StandingCollection, { sums }: Gathered) {
  const { rows, sha256 } = sums.get(name) ?? { rows: 0, sha256: '' }
  return {
    name,
    rows,
    sha256,
    options: { ...options },
    indexes: indexes.map((index) => ({
      name: index.name,
      fields: index.fields.map(([field, kind]): [string, unknown] => [field, kind]),
      options: { ...index.options },
    })),
  }
}

async function* allLines(
  snapshot: Snapshot,
  standing: readonly StandingCollection[],
  gathered: Gathered,
): AsyncGenerator<string> {
  for (const { name } of standing) {
    const take = takers[name]
    for await (const line of summing(snapshot.lines(name), (sum) => gathered.sums.set(name, sum))) {
      take?.(rowOf(line), gathered)
      yield line
    }
  }
}

const takers: Readonly<Record<string, (row: Readonly<Record<string, unknown>>, gathered: Gathered) => void>> = {
  migrations: (row, { migrations }) => {
    migrations.push(String(row['_id']))
  },
  calendarYears: (row, gathered) => {
    gathered.calendarVersion = Math.max(gathered.calendarVersion, Number(row['version']))
  },
  auditEntries: ({ tenant, seq, mac }, { tails }) => {
    if (Number(seq) > (tails.get(String(tenant))?.seq ?? 0))
      tails.set(String(tenant), { seq: Number(seq), mac: String(mac) })
  },
}
