/**
 * Values that stand sealed in a row, beside their look-up texts and the id of their key. The three are written together and only from here.
 * A row that is under an old key opens like any other until it was rewrapped.
 */
import { blindIndexes, blindPrefix, sealField, type FieldKeys } from '../crypto/field.ts'
import { fieldKeyring } from '../crypto/field-keys.ts'
import type { Scope } from '../context.ts'
import { collectionNamed, collections, type CollectionSpec, type Row, type SealedSpec } from './collection.ts'
import { nativeDb } from './connection.ts'

/** The fields of a sealed value `N`; absent in a row that does not have it. */
export type SealedFields<N extends string> = Readonly<Record<`${N}Sealed` | `${N}Kid`, string>> &
  Readonly<Record<`${N}Blind`, readonly string[]>>

interface RowKey extends Scope {
  readonly _id: string
}

function sealedSpecOf(spec: CollectionSpec, name: string): SealedSpec {
  const found = spec.sealed?.find((one) => one.name === name)
  if (found === undefined) throw new Error(`${spec.name} declares no sealed ${name}`)
  return found
}

/** The three fields for a row, under the present keys. */
export function sealedFields<N extends string>(
  { spec }: { spec: CollectionSpec },
  row: RowKey,
  name: N,
  value: string,
): SealedFields<N> {
  return fieldsUnder(fieldKeyring().keys(), spec, sealedSpecOf(spec, name), row, value) as SealedFields<N>
}

function fieldsUnder(
  keys: FieldKeys,
  { name: collection }: CollectionSpec,
  spec: SealedSpec,
  row: RowKey,
  value: string,
) {
  const { name, purpose } = spec
  const place = { tenant: row.tenant, collection, id: row._id, field: name }
  return {
    [`${name}Sealed`]: sealField(keys, place, value),
    [`${name}Blind`]: blindIndexes(keys, { tenant: row.tenant, purpose }, value),
    [`${name}Kid`]: keys[0].kid,
  }
}

/** The value itself. @throws SealError when the text was changed, moved, or its key is gone */
export function openSealed({ spec }: { spec: CollectionSpec }, row: RowKey, name: string, text: string): string {
  return fieldKeyring().open({ tenant: row.tenant, collection: spec.name, id: row._id, field: name }, text)
}

/** What a row with this value has in `<name>Blind`: to be asked with `$in`. */
export function blindsOf({ spec }: { spec: CollectionSpec }, scope: Scope, name: string, value: string): string[] {
  const { purpose } = sealedSpecOf(spec, name)
  return blindIndexes(fieldKeyring().keys(), { tenant: scope.tenant, purpose }, value)
}

/** Every sealed field of the house. */
export function sealedPlaces(): { spec: CollectionSpec; sealed: SealedSpec }[] {
  return collections().flatMap((spec) => (spec.sealed ?? []).map((sealed) => ({ spec, sealed })))
}

type AnyRow = Row & Readonly<Record<string, unknown>>

export interface Rewrapped {
  readonly moved: number
  /** Rows whose text did not open: they stay as they are, and a person must look. */
  readonly refused: readonly string[]
  /** Where the next batch begins; null: nothing is left behind it. */
  readonly next: string | null
}

/** Moves up to `limit` rows of a county from `kid` to the first key, beginning after the row `after`. A row changed meanwhile is left alone. */
export async function rewrapBatch(
  scope: Scope,
  { spec, sealed }: { spec: CollectionSpec; sealed: SealedSpec },
  { kid, after, limit }: { kid: string; after: string; limit: number },
): Promise<Rewrapped> {
  const rows = collectionNamed<AnyRow>(spec.name)
  const [field, kidField] = [`${sealed.name}Sealed`, `${sealed.name}Kid`]
  const filter = { [kidField]: kid, _id: { $gt: after } }
  const found = await rows.find(scope, filter, { projection: { tenant: 1, [field]: 1 }, sort: { _id: 1 }, limit })
  const refused: string[] = []
  const keys = fieldKeyring().keys()
  const changes = found.flatMap((row) => {
    const text = String(row[field])
    const fresh = rewrapped(keys, spec, sealed, row, text)
    if (fresh === null) refused.push(row._id)
    return fresh === null ? [] : [{ filter: { _id: row._id, [field]: text }, update: { $set: fresh } }]
  })
  await rows.bulk(scope, changes)
  return { moved: changes.length, refused, next: found.length < limit ? null : (found.at(-1)?._id ?? null) }
}

function rewrapped(keys: FieldKeys, spec: CollectionSpec, sealed: SealedSpec, row: AnyRow, text: string) {
  try {
    return fieldsUnder(keys, spec, sealed, row, openSealed({ spec }, row, sealed.name, text))
  } catch {
    return null
  }
}

/** How many rows of a county are under one of these keys; counts no further than `limit`. */
export async function countUnder(
  scope: Scope,
  { spec, sealed }: { spec: CollectionSpec; sealed: SealedSpec },
  kids: readonly string[],
  limit: number,
): Promise<number> {
  return await collectionNamed<AnyRow>(spec.name).countUpTo(scope, { [`${sealed.name}Kid`]: { $in: kids } }, limit)
}

/** true when a row of any county, also of one this deployment serves no more, is under the key. For the operator only: it walks everything. */
export async function isKeyUsed(kid: string): Promise<boolean> {
  for (const { spec, sealed } of sealedPlaces())
    if (
      (await nativeDb()
        .collection(spec.name)
        .findOne({ [`${sealed.name}Kid`]: kid })) !== null
    )
      return true
  return false
}

/** Takes the look-up texts of a key out of every row: whoever stole the key could try all ID numbers against them. */
export async function removeBlinds(kid: string): Promise<void> {
  for (const { spec, sealed } of sealedPlaces()) {
    const blind = `${sealed.name}Blind`
    const ofKey = { $regex: `^${blindPrefix(kid)}` }
    const rows = nativeDb().collection<Record<string, readonly string[]>>(spec.name)
    await rows.updateMany({ [blind]: ofKey }, { $pull: { [blind]: ofKey } })
  }
}
