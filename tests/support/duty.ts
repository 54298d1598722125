/** The demonstration's nurse is on duty, as if a second officer had agreed. */
import { addDays } from '@xlb/shared/platform/time.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { duties, type DutyRow } from '../../server/src/capabilities/vaccines/data/duties.ts'
import { firstVersion } from '../../server/src/platform/db/record.ts'
import { newId } from '../../server/src/platform/ids.ts'
import type { TestApp } from './app.ts'

/** At sessions of a product on a day, and for grown-ups who come unbooked from a week before it on. */
export async function putOnDuty(app: TestApp, siteId: string, day: string, product: string): Promise<DutyRow> {
  const ctx = app.ctx()
  const unbooked = Array.from({ length: 9 }, (_one, n) => `${siteId}@${addDays(day, n - 8 + 1)}`)
  const row = {
    ...{ _id: newId('vdt'), tenant: ctx.tenant, state: 'STANDING' as const, staffId: demoId('stf', 'suichang-nurse') },
    ...{ siteId, keys: [...unbooked, `${siteId}@${day}@${product}`], approvalId: null },
    ...{ decidedBy: demoId('stf', 'suichang-duty'), at: ctx.clock.instant() },
  }
  return await duties.insert(ctx, firstVersion<DutyRow>(ctx, duties, row, { act: 'vaccines.duty-agree' }))
}
