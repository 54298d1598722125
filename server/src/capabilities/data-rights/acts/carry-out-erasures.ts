/**
 * What was asked for and not called back is carried out. First the line in the ledger outside the database, then every capability erases, then the report:
 * a crash anywhere is mended by doing it again.
 */
import type { Capability, Erased } from '#platform/capability.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { tellUnreadable, type Ledger } from '#platform/audit/outside-ledger.ts'
import { appendToErasureLedger, readErasureLedger } from '../data/erasure-ledger.ts'
import { erasures, type ErasureRow } from '../data/erasures.ts'
import { blocksOf, keptInAnyCase } from './request-erasure.ts'

const MOST_AT_ONCE = 50

export async function carryOutErasures(ctx: Ctx, capabilities: readonly Capability[], ledger: Ledger): Promise<void> {
  const due = { state: 'REQUESTED' as const, dueAt: { $lte: ctx.clock.now() } }
  for (const row of await erasures.find(ctx, due, { sort: { dueAt: 1 }, limit: MOST_AT_ONCE })) {
    // Money that is on its way needs to know whose it is: the deletion waits for it.
    if ((await blocksOf(ctx, capabilities, row.personId)).length > 0) continue
    await carryOut(ctx, capabilities, ledger, row)
  }
}

async function carryOut(ctx: Ctx, capabilities: readonly Capability[], ledger: Ledger, row: ErasureRow): Promise<void> {
  const { _id: erasureId, tenant, personId } = row
  appendToErasureLedger(ledger, { tenant, erasureId, personId, at: ctx.clock.instant() })
  crashPoint('erasure-in-ledger')
  const report = await eraseAll(ctx, capabilities, personId)
  crashPoint('erasure-erased')
  const counts = { erased: countOf(report, 'erased'), kept: countOf(report, 'kept') }
  const change = { state: 'DONE' as const, set: { endedAt: ctx.clock.instant(), report } }
  await moveRecord(ctx, erasures, row, change, { act: 'erasures.carry-out', note: { personId, ...counts } })
}

async function eraseAll(ctx: Ctx, capabilities: readonly Capability[], personId: string): Promise<readonly Erased[]> {
  const report: Erased[] = []
  for (const { personalData } of capabilities) report.push(...((await personalData?.erase(ctx, personId)) ?? []))
  return [...report.filter((one) => one.count > 0), keptInAnyCase('audit'), keptInAnyCase('ledger')]
}

function countOf(report: readonly Erased[], outcome: Erased['outcome']): number {
  return report.reduce((sum, one) => sum + (one.outcome === outcome ? one.count : 0), 0)
}

/** After a restore: the backup may hold people who were erased since. Every line of the ledger is done again; answers what that found. */
export async function eraseAgain(
  ctx: Ctx,
  capabilities: readonly Capability[],
  ledger: Ledger,
): Promise<Readonly<Record<string, number>>> {
  const { lines, unreadable } = readErasureLedger(ledger)
  let again = 0
  for (const { personId } of lines.filter((one) => one.tenant === ctx.tenant))
    if (countOf(await eraseAll(ctx, capabilities, personId), 'erased') > 0) again += 1
  return {
    'people erased again': again,
    ...tellUnreadable('deletion', unreadable),
  }
}
