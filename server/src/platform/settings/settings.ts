/**
 * Numbers that a county may set, each with its unit, its bounds and the law or document it comes from; without a row the default holds. Kept as
 * audited records; read at most once a minute per county and process, so that asking costs no command on a hot route.
 */
import type { Ctx, Scope } from '../context.ts'
import { defineCollection } from '../db/collection.ts'
import { isDuplicateKey } from '../db/proof.ts'
import { createRecord, moveRecord, type AuditedRow } from '../db/record.ts'
import { newId } from '../ids.ts'

export interface Setting {
  /** `approvals.emergency-minutes` */
  readonly key: string
  /** Chinese, as staff read it: `紧急情况先办后批的时限`. */
  readonly title: string
  /** Chinese: `分钟`, `天`. */
  readonly unit: string
  /** The default; a whole number, like every value. */
  readonly fallback: number
  readonly min: number
  readonly max: number
  /** The law, standard or decision the default comes from, Chinese. */
  readonly source: string
}

export interface SettingRow extends AuditedRow {
  readonly state: 'SET'
  readonly key: string
  readonly value: number
  readonly at: string
}

export const settingRows = defineCollection<SettingRow>({
  name: 'settings',
  fields: { state: String, key: String, value: Number, at: String },
  indexes: [{ name: 'key', fields: { tenant: 1, key: 1 }, unique: true }],
  audited: true,
})

const KEPT_MS = 60_000
const declared = new Map<string, Setting>()

interface Known {
  readonly until: number
  readonly values: Promise<ReadonlyMap<string, number>>
}
const known = new Map<string, Known>()

/** Declares a number that counties may set. @throws Error when the key stands already for something else, or the default is out of its bounds */
export function defineSetting(setting: Setting): Setting {
  const standing = declared.get(setting.key)
  if (standing !== undefined && JSON.stringify(standing) !== JSON.stringify(setting))
    throw new Error(`the setting ${setting.key} is declared twice`)
  if (!isAllowed(setting, setting.fallback)) throw new Error(`the default of ${setting.key} is out of its bounds`)
  declared.set(setting.key, setting)
  return setting
}

/** All declared ones, by key. */
export function allSettings(): readonly Setting[] {
  return [...declared.values()].sort((one, other) => (one.key < other.key ? -1 : 1))
}

export function isAllowed({ min, max }: Setting, value: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max
}

/** The county's value, at most a minute old; the default where none was set or the stored one is out of its bounds. */
export async function settingOf(ctx: Scope, setting: Setting): Promise<number> {
  const value = (await valuesOf(ctx)).get(setting.key)
  return value !== undefined && isAllowed(setting, value) ? value : setting.fallback
}

/** What the county set, by key; from memory where a minute has not passed. */
export async function valuesOf(scope: Scope): Promise<ReadonlyMap<string, number>> {
  const standing = known.get(scope.tenant)
  if (standing !== undefined && standing.until > performance.now()) return await standing.values
  const values = readValues(scope)
  known.set(scope.tenant, { until: performance.now() + KEPT_MS, values })
  // A failed read is not remembered.
  values.catch(() => known.delete(scope.tenant))
  return await values
}

async function readValues(scope: Scope): Promise<ReadonlyMap<string, number>> {
  const rows = await settingRows.find(scope, {}, { projection: { key: 1, value: 1 } })
  return new Map(rows.map(({ key, value }) => [key, value]))
}

/** Everything is read anew: at start, and by tests that change the database under a running process. */
export function forgetSettings(): void {
  known.clear()
}

/** Writes the county's value; the same value again changes nothing. @throws Error when it is out of its bounds */
export async function setSetting(ctx: Ctx, setting: Setting, value: number, note: { proposal: string }): Promise<void> {
  if (!isAllowed(setting, value)) throw new Error(`${setting.key} cannot be ${String(value)}`)
  for (;;) {
    const row = await settingRows.findOne(ctx, { key: setting.key })
    if (row?.value === value || (await wasWritten(ctx, setting, value, row, note))) break
  }
  known.delete(ctx.tenant)
}

async function wasWritten(
  ctx: Ctx,
  { key, fallback }: Setting,
  value: number,
  row: SettingRow | null,
  { proposal }: { proposal: string },
): Promise<boolean> {
  const deed = { act: 'settings.change', note: { key, from: row?.value ?? fallback, to: value, proposal } }
  const set = { value, at: ctx.clock.instant() }
  if (row !== null) return (await moveRecord(ctx, settingRows, row, { set }, deed)) !== null
  const fresh = { _id: newId('pnd'), tenant: ctx.tenant, state: 'SET' as const, key, ...set }
  try {
    await createRecord(ctx, settingRows, fresh, deed)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
