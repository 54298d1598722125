/**
 * The unit of work: one guarded update on (id, state, version) whose record also takes its audit entry and its outgoing events, each
 * authenticated with a key the database does not hold. The relay hands them on and empties `pending`; a crash in between loses nothing.
 */
import type mongoose from 'mongoose'
import type { Ctx } from '../context.ts'
import { keyring } from '../crypto/key-file.ts'
import { macMatches, macOf } from '../crypto/keys.ts'
import { newId } from '../ids.ts'
import type { Collection, Row } from './collection.ts'

export type PlainValue = string | number | boolean | null
export type PlainData = Readonly<Record<string, PlainValue>>

export interface PendingEntry {
  readonly id: string
  readonly kind: 'audit' | 'event'
  readonly tenant: string
  readonly record: string
  readonly recordId: string
  readonly version: number
  /** The act (`bills.pay`) or the event's name (`payments.paid`). */
  readonly name: string
  readonly actor: string
  readonly at: string
  readonly data: PlainData
  readonly mac: string
}

export interface AuditedRow extends Row {
  readonly state: string
  readonly version: number
  readonly pending?: readonly PendingEntry[]
}

export interface Announcement {
  readonly name: string
  readonly data?: PlainData
}

/** What is done and told: never personal data, only ids, states and amounts. */
export interface Deed {
  readonly act: string
  readonly note?: PlainData
  readonly events?: readonly Announcement[]
}

export function entryMac(entry: Omit<PendingEntry, 'mac'>): string {
  return macOf(keyring().keys().pendingKeys, entry)
}

/** Whether an entry was written with one of our keys, and not changed since. */
export function entryIsAuthentic({ mac, ...content }: PendingEntry): boolean {
  return typeof mac === 'string' && macMatches(keyring().keys().pendingKeys, content, mac)
}

function entriesOf(ctx: Ctx, record: string, recordId: string, version: number, deed: Deed): PendingEntry[] {
  const common = {
    tenant: ctx.tenant,
    record,
    recordId,
    version,
    actor: `${ctx.actor.kind}:${ctx.actor.id}`,
    at: ctx.clock.instant(),
  }
  const told = [
    { kind: 'audit' as const, name: deed.act, data: deed.note ?? {} },
    ...(deed.events ?? []).map((event) => ({ kind: 'event' as const, name: event.name, data: event.data ?? {} })),
  ]
  return told.map((one) => {
    const entry = { id: newId(one.kind === 'audit' ? 'pnd' : 'evt'), ...common, ...one }
    return { ...entry, mac: entryMac(entry) }
  })
}

/** Version 1 of a record, with its entries. */
export function firstVersion<T extends AuditedRow>(
  ctx: Ctx,
  collection: Collection<T>,
  row: Omit<T, 'version' | 'pending'>,
  deed: Deed,
): T {
  const whole = { ...row, version: 1, pending: entriesOf(ctx, collection.spec.name, row._id, 1, deed) }
  return whole as unknown as T
}

export async function createRecord<T extends AuditedRow>(
  ctx: Ctx,
  collection: Collection<T>,
  row: Omit<T, 'version' | 'pending'>,
  deed: Deed,
): Promise<T> {
  return await collection.insert(ctx, firstVersion(ctx, collection, row, deed))
}

export interface Change<T> {
  readonly state?: T extends { state: infer S } ? S : never
  readonly set?: Partial<T>
  readonly unset?: readonly (keyof T & string)[]
  /** What else must hold of the record at that moment: for fields that change without a version. */
  readonly when?: Readonly<Record<string, unknown>>
  /** One element of a list of the record: the move holds only while an element fits `where`, and sets these fields of it. */
  readonly element?: ElementChange<keyof T & string>
}

interface ElementChange<Name extends string> {
  readonly list: Name
  readonly where: Readonly<Record<string, unknown>>
  readonly set: Readonly<Record<string, unknown>>
}

function insideElement(change: ElementChange<string> | undefined): Readonly<Record<string, unknown>> {
  if (change === undefined) return {}
  const fields = Object.entries(change.set)
  return Object.fromEntries(fields.map(([name, value]) => [`${change.list}.$.${name}`, value]))
}

/**
 * Moves a record that was read at `before`: the update holds only if id, state and version are still those. Answers the record
 * afterwards, or null when somebody was faster; the caller reads again and decides anew.
 */
export async function moveRecord<T extends AuditedRow>(
  ctx: Ctx,
  collection: Collection<T>,
  before: Pick<T, '_id' | 'state' | 'version'>,
  change: Change<T>,
  deed: Deed,
): Promise<T | null> {
  const entries = entriesOf(ctx, collection.spec.name, before._id, before.version + 1, deed)
  const set: Readonly<Record<string, unknown>> = {
    ...change.set,
    ...(change.state === undefined ? {} : { state: change.state }),
    ...insideElement(change.element),
  }
  const update = {
    $inc: { version: 1 },
    $push: { pending: { $each: entries } },
    ...(Object.keys(set).length === 0 ? {} : { $set: set }),
    ...(change.unset === undefined ? {} : { $unset: Object.fromEntries(change.unset.map((name) => [name, ''])) }),
  }
  const at = { _id: before._id, state: before.state, version: before.version }
  const held = {
    ...at,
    ...change.when,
    ...(change.element === undefined ? {} : { [change.element.list]: { $elemMatch: change.element.where } }),
  }
  return await collection.update(
    ctx,
    held as unknown as mongoose.mongo.Filter<T>,
    update as unknown as mongoose.mongo.UpdateFilter<T>,
  )
}
