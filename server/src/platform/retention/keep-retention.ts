/**
 * The daily job: what is past its time goes, county by county, in batches. Killed anywhere it is simply run again; a rule that fails alarms and holds up
 * no other one.
 */
import { raiseAlarm } from '../alarms/alarms.ts'
import type { RetentionRule } from '../capability.ts'
import type { Ctx } from '../context.ts'
import type { House } from '../house.ts'
import { defineSetting, settingOf, type Setting } from '../settings/settings.ts'
import { collectionOfRule, rulesOf } from './rules.ts'
import { recordRun } from './runs.ts'

/** Under the five minutes that a job has for a county: the rest goes tomorrow. */
const MOST_MS = 200_000
const LONGEST_YEARS = 100

type Rule = RetentionRule & Required<Pick<RetentionRule, 'remove'>>

/** Carries the last entries of records that are to be removed into the chain. */
export type Relay = (ctx: Ctx, only: ReadonlySet<string>) => Promise<unknown>

/** The county's number for a rule that a job carries out; null: nothing to set. A county may keep longer, never shorter than the table says. */
export function settingOfRule({ record, title, keep, by, source }: RetentionRule): Setting | null {
  if (by !== 'job' || 'while' in keep) return null
  const [unit, fallback] = 'days' in keep ? (['天', keep.days] as const) : (['年', keep.years] as const)
  const max = 'days' in keep ? fallback * 3 : Math.min(fallback * 3, LONGEST_YEARS)
  return defineSetting({
    key: `retention.${record}`,
    title: `${title}的保存期限`,
    unit,
    fallback,
    min: fallback,
    max,
    source,
  })
}

export async function keepRetention(house: House, ctx: Ctx, relay: Relay): Promise<void> {
  const end = performance.now() + MOST_MS
  for (const rule of rulesOf(house)) {
    if (rule.by === 'job' && rule.remove !== undefined)
      await keepRule(ctx, { ...rule, remove: rule.remove }, relay, end)
  }
}

async function keepRule(ctx: Ctx, rule: Rule, relay: Relay, end: number): Promise<void> {
  try {
    const before = await limitOf(ctx, rule)
    const removed = await removeAll(ctx, rule, before, relay, end)
    await recordRun(ctx, { record: rule.record, before, removed })
  } catch (error) {
    ctx.log.error({ err: error, tenant: ctx.tenant, record: rule.record }, 'what is past its time could not be removed')
    await raiseAlarm(ctx, { kind: 'retention-failed', recordId: rule.record })
  }
}

/** The instant before which the county keeps nothing of this record. */
export async function limitOf(ctx: Ctx, rule: RetentionRule): Promise<string> {
  const setting = settingOfRule(rule)
  if (setting === null) throw new Error(`${rule.record} has no limit`)
  const kept = await settingOf(ctx, setting)
  const limit = new Date(ctx.clock.now())
  if ('days' in rule.keep) limit.setUTCDate(limit.getUTCDate() - kept)
  else limit.setUTCFullYear(limit.getUTCFullYear() - kept)
  return limit.toISOString()
}

/** A call that removes nothing may have announced removals: once these are in the chain the next call carries them out. */
async function removeAll(ctx: Ctx, rule: Rule, before: string, relay: Relay, end: number): Promise<number> {
  const only = new Set([collectionOfRule(rule)])
  let removed = 0
  for (let idle = 0; idle < 2 && performance.now() < end;) {
    const count = await rule.remove(ctx, before)
    removed += count
    idle = count === 0 ? idle + 1 : 0
    if (idle === 1) await relay(ctx, only)
  }
  return removed
}
