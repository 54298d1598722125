/** `npm run reconcile -- --day D`: one day of every merchant of a county, fetched where it is not yet and matched now. Repeating it changes nothing. */
import type { Verified } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { differences } from '../data/differences.ts'
import { statementDays } from '../data/statements.ts'
import { payProvider } from '../providers/pay-provider.ts'
import { fetchStatement, wanted } from './fetch-statement.ts'
import { matchStatement } from './match-day.ts'

/** `checked` counts rows by merchant; what cannot be matched yet is a difference of its own, so that silence is never success. */
export async function reconcileDay(ctx: Ctx, day: string): Promise<Verified> {
  const checked: Record<string, number> = {}
  const found: string[] = []
  for (const { mchid, utility } of ctx.port(payProvider).merchantsOf(ctx.tenant)) {
    const row = wanted(ctx, mchid, utility, day)
    await statementDays.insertMissing(ctx, [row])
    const standing = (await statementDays.findOne(ctx, { mchid, day })) ?? row
    const fetched = await fetchStatement(ctx, standing)
    if (fetched.state === 'wanted' || fetched.state === 'broken') {
      found.push(
        `${utility} ${mchid}: the statement of ${day} is ${fetched.state === 'wanted' ? 'not there yet' : 'broken'}`,
      )
      continue
    }
    const matched = await matchStatement(ctx, fetched)
    checked[`${utility} payments`] = matched.payments
    checked[`${utility} refunds`] = matched.refunds
    checked[`${utility} statement rows`] = matched.statementRows
    checked[`${utility} utility rows`] = matched.postings ?? 0
    if (matched.postings === null) found.push(`${utility} ${mchid}: the utility gave no file of ${day} yet`)
    const open = await differences.find(ctx, { place: mchid, day })
    found.push(
      ...open
        .filter((one) => one.state !== 'RESOLVED')
        .map(
          (one) =>
            `${utility} ${mchid}: ${one.kind} ${one.ref} (${one._id}), ours ${String(one.ours)}, theirs ${String(one.theirs)}, ${one.state}`,
        ),
    )
  }
  return { checked, differences: found }
}
