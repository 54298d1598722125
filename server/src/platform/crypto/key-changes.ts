/** The record of every change of keys, for each county: audited, so that the chain itself tells of it and goes on under the new key at once. */
import type { Ctx } from '../context.ts'
import { defineCollection } from '../db/collection.ts'
import { createRecord, type AuditedRow } from '../db/record.ts'
import { newId } from '../ids.ts'

export const keyKinds = ['field', 'jwt', 'pending', 'audit'] as const
export type KeyKind = (typeof keyKinds)[number]

export interface KeyChangeRow extends AuditedRow {
  readonly state: 'DONE'
  readonly what: 'rotate' | 'retire'
  readonly kind: KeyKind
  /** The id of the key that came or went; never the key. */
  readonly kid: string
  readonly at: string
}

export const keyChanges = defineCollection<KeyChangeRow>({
  name: 'keyChanges',
  fields: { state: String, what: String, kind: String, kid: String, at: String },
  indexes: [{ name: 'kind', fields: { tenant: 1, kind: 1, at: -1 } }],
  audited: true,
})

type KeyChange = Pick<KeyChangeRow, 'what' | 'kind' | 'kid'>

export async function recordKeyChange(ctx: Ctx, { what, kind, kid }: KeyChange): Promise<void> {
  const row = { _id: newId('pnd'), tenant: ctx.tenant, state: 'DONE' as const, what, kind, kid }
  const deed = { act: `keys.${what}`, note: { kind, kid } }
  await createRecord(ctx, keyChanges, { ...row, at: ctx.clock.instant() }, deed)
}

/** When a key of this kind last came; null: never since the records begin. */
export async function lastRotation(ctx: Ctx, kind: KeyKind): Promise<string | null> {
  const [last] = await keyChanges.find(ctx, { kind, what: 'rotate' }, { sort: { at: -1 }, limit: 1 })
  return last?.at ?? null
}
