/** Rights whose day has come are written down as ended, and claims that nobody asked a second officer about are put away. */
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { guardianships, WITHOUT_REMAINS } from '../data/guardianships.ts'
import { openGuardianship } from '../data/read-guardianships.ts'
import { judgeRow } from './judge-right.ts'
import { endGuardianship, refuseGuardianship } from './keep-guardianship.ts'

const BATCH = 200
/** A request that was cut off between its record and its proposal leaves a claim without one. */
const ORPHAN_MS = 3_600_000

/** An open one whose day has come makes room for a new proof. @throws AppError `guardianship-stands` where it does not */
export async function clearTheWay(ctx: Ctx, guardianPersonId: string, childPersonId: string): Promise<void> {
  const open = await openGuardianship(ctx, guardianPersonId, childPersonId)
  if (open === null) return
  const { reason } = judgeRow(open, dayOf(ctx.clock.now()))
  if (open.state !== 'ACTIVE' || reason === null || reason === 'not-yet') throw new AppError('guardianship-stands')
  await endGuardianship(ctx, open, reason)
}

/** The check at use does not wait for this. */
export async function endDueGuardianships(ctx: Ctx): Promise<void> {
  const today = dayOf(ctx.clock.now())
  for (;;) {
    const due = { state: 'ACTIVE' as const, endsOn: { $lte: today } }
    const rows = await guardianships.find(ctx, due, { sort: { endsOn: 1 }, limit: BATCH })
    for (const row of rows) {
      const { reason } = judgeRow(row, today)
      if (reason !== null && reason !== 'not-yet') await endGuardianship(ctx, row, reason)
    }
    if (rows.length < BATCH) return
  }
}

export async function refuseOrphans(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now() - ORPHAN_MS).toISOString()
  const old = { state: 'PROPOSED' as const, createdAt: { $lt: before } }
  const rows = await guardianships.find(ctx, old, { sort: { createdAt: 1 }, limit: BATCH })
  for (const row of rows.filter(({ approvalId }) => approvalId === null)) await refuseGuardianship(ctx, row)
}

/** Names and birthday of what ended before; the record itself is proof of what was done by it. Answers how many. */
export async function removeRemains(ctx: Ctx, before: string): Promise<number> {
  let removed = 0
  for (;;) {
    const old = { remainsSince: { $gt: '', $lt: before } }
    const rows = await guardianships.find(ctx, old, { sort: { remainsSince: 1 }, limit: BATCH })
    for (const row of rows) {
      const moved = await moveRecord(ctx, guardianships, row, { set: WITHOUT_REMAINS }, { act: 'families.put-away' })
      if (moved !== null) removed += 1
    }
    if (rows.length < BATCH) return removed
  }
}
