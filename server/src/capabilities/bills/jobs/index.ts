import { utilitySchema } from '@xlb/shared/bills/contract.ts'
import type { Job } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { applyCredits } from '../acts/apply-credits.ts'
import { followStale } from '../acts/follow-people.ts'
import { markOverdue, releaseLapsed } from '../acts/keep-bills.ts'
import { readNews, retryHeld } from '../acts/read-news.ts'
import { remindDue } from '../acts/remind-due.ts'
import { utilityCompanies } from '../providers/utility-company.ts'

const reading = (name: string, utility: Utility): Job => ({
  name,
  every: '5 minutes',
  async run(ctx) {
    await readNews(ctx, utility)
    await retryHeld(ctx, utility)
  },
})

async function handIn(ctx: Ctx): Promise<void> {
  for (const utility of utilitySchema.options) await ctx.port(utilityCompanies).of(ctx.tenant, utility)?.handIn?.(ctx)
}

export const billJobs: readonly Job[] = [
  reading('read-water-feed', 'water'),
  reading('read-gas-feed', 'gas'),
  reading('read-power-files', 'electricity'),
  { name: 'hand-in-payments', every: '5 minutes', run: handIn },
  { name: 'mark-overdue', every: '10 minutes', run: markOverdue },
  { name: 'release-lapsed-bills', every: '30 seconds', run: releaseLapsed },
  { name: 'follow-account-people', every: '30 seconds', wakeOn: ['utilityAccounts'], run: followStale },
  { name: 'apply-credits', every: '1 minute', wakeOn: ['billAdjustments', 'billAdvances'], run: applyCredits },
  { name: 'remind-due-bills', every: '1 hour', run: remindDue },
]
