/** The table of how long things are kept in this county, with what the daily job did. Costs two commands, one when the numbers are in memory. */
import type { RetentionView } from '@xlb/shared/operations/contract.ts'
import type { RetentionRule } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import type { House } from '#platform/house.ts'
import { settingOfRule } from '#platform/retention/keep-retention.ts'
import { rulesOf } from '#platform/retention/rules.ts'
import { retentionRuns, type RetentionRunRow } from '#platform/retention/runs.ts'
import { settingOf } from '#platform/settings/settings.ts'

export async function listRetention(ctx: Ctx, house: House): Promise<RetentionView[]> {
  const runs = new Map((await retentionRuns.find(ctx, {})).map((row) => [row.record, row]))
  return await Promise.all(rulesOf(house).map((rule) => present(ctx, rule, runs.get(rule.record))))
}

async function present(ctx: Ctx, rule: RetentionRule, run: RetentionRunRow | undefined): Promise<RetentionView> {
  const { record, title, source, by } = rule
  return {
    ...{ record, title, source, by, keep: await wordsOf(ctx, rule) },
    lastAt: run?.lastAt ?? null,
    removed: run?.removed ?? null,
    removedAt: run?.removedAt ?? null,
    total: run?.total ?? null,
  }
}

async function wordsOf(ctx: Ctx, rule: RetentionRule): Promise<string> {
  const setting = settingOfRule(rule)
  if (setting !== null) return `${String(await settingOf(ctx, setting))} ${setting.unit}`
  if ('while' in rule.keep) return rule.keep.while
  return 'days' in rule.keep ? `${String(rule.keep.days)} 天` : `${String(rule.keep.years)} 年`
}
