import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { differences } from '../data/differences.ts'
import { statementDays } from '../data/statements.ts'
import { payProvider } from '../providers/pay-provider.ts'

const DAYS = 7

/** The last days of each merchant of the county, newest first; two commands a merchant, whatever the history. */
export async function recentStatements(ctx: Ctx) {
  const since = addDays(dayOf(ctx.clock.now()), -DAYS)
  const lists = await Promise.all(
    ctx
      .port(payProvider)
      .merchantsOf(ctx.tenant)
      .map(async ({ mchid }) => {
        const days = await statementDays.find(ctx, { mchid, day: { $gte: since } }, { sort: { day: -1 } })
        const open = await differences.find(
          ctx,
          { place: mchid, day: { $gte: since } },
          { projection: { day: 1, state: 1 } },
        )
        return days.map(({ utility, day, state, rows, fee, matchedAt }) => ({
          ...{ mchid, utility, day, state, rows, fee, matchedAt },
          open: open.filter((one) => one.day === day && one.state !== 'RESOLVED').length,
        }))
      }),
  )
  return lists.flat()
}
