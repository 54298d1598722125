/** The first line of a backup: what is in it, when it was, which keys belong to it; authenticated with a key that neither database nor backup holds. */
import { z } from 'zod'
import { macMatches, macOf, markOf, type Keys, type NamedKey } from '../crypto/keys.ts'

/** Changes when an older server could not read the file. */
const FORMAT = 'xiangliban-backup-1'

const loose = z.record(z.string(), z.unknown())

const indexSchema = z.object({
  name: z.string(),
  fields: z.array(z.tuple([z.string(), z.unknown()])),
  options: loose,
})

const collectionSchema = z.object({
  name: z.string(),
  rows: z.number().int().min(0),
  /** Over its lines, each with its line break. */
  sha256: z.string(),
  options: loose,
  indexes: z.array(indexSchema),
})
export type StoredCollection = z.infer<typeof collectionSchema>

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  /** Taken just before the moment that the rows show. */
  at: z.string(),
  database: z.string(),
  engine: z.string(),
  /** By name of the key: a mark from which nothing of it can be told. */
  keys: z.record(z.string(), z.string()),
  migrations: z.array(z.string()),
  calendarVersion: z.number().int(),
  /** Where the audit chains ended. */
  heads: z.array(z.object({ tenant: z.string(), seq: z.number().int(), mac: z.string() })),
  collections: z.array(collectionSchema),
  mac: z.string(),
})
export type Manifest = z.infer<typeof manifestSchema>

export type ManifestContent = Omit<Manifest, 'mac' | 'format' | 'keys'>

export function sealManifest(keys: Keys, content: ManifestContent): Manifest {
  const whole = { format: FORMAT, keys: keyMarks(keys), ...content } as const
  return { ...whole, mac: macOf(keys.auditKeys, whole) }
}

/** null: not a first line of ours. */
export function parseManifest(line: string): Manifest | null {
  try {
    return manifestSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

export function manifestIsGenuine(keys: Keys, { mac, ...content }: Manifest): boolean {
  return macMatches(keys.auditKeys, content, mac)
}

/** Names of keys that the backup needs and this file lacks, or has with another value. Keys that came later do no harm. */
export function missingKeys(keys: Keys, manifest: Manifest): string[] {
  const present = keyMarks(keys)
  return Object.entries(manifest.keys).flatMap(([name, mark]) =>
    present[OLD_NAMES[name] ?? name] === mark ? [] : [name],
  )
}

/** Sessions end with a restore: the keys of tokens do not belong to a backup. */
function keyMarks(keys: Keys): Record<string, string> {
  const { auditKeys, pendingKeys, fieldKeys, blindIndexKeys } = keys
  return Object.fromEntries(Object.entries({ auditKeys, pendingKeys, fieldKeys, blindIndexKeys }).flatMap(marksOf))
}

function marksOf([list, keys]: readonly [string, readonly NamedKey[]]): (readonly [string, string])[] {
  return keys.map(({ kid, secret }) => [`${list}.${kid}`, markOf(secret)] as const)
}

/** How backups of before called a key that had no id. */
const OLD_NAMES: Readonly<Record<string, string>> = { auditKey: 'auditKeys.k0', pendingKey: 'pendingKeys.k0' }
