import { approvals as contract } from '@xlb/shared/approvals/contract.ts'
import { approveProposal, refuseProposal, withdrawProposal } from '#platform/approvals/decide.ts'
import { approvals, type ApprovalRow } from '#platform/approvals/rows.ts'
import type { Officer, StaffCtx } from '#platform/context.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { bind, bindOnce, nothingToRefuse, type Route } from '#platform/http/bind.ts'
import { loadApproval } from './acts/load-approval.ts'
import { presentApproval, presentRow } from './present.ts'

const newest = {
  open: newestFirst<ApprovalRow>('approvals.open', 'proposedAt'),
  mine: newestFirst<ApprovalRow>('approvals.mine', 'proposedAt'),
}

/** The duty officer's key fits every row: asked beside others it would find rows twice. */
function keysOf({ held }: Officer): string[] {
  const keys = held.map(({ role, unitCode }) => `${role}@${unitCode}`)
  const duty = keys.filter((key) => key.startsWith('duty-officer@'))
  return duty.length > 0 ? duty : keys
}

async function show(ctx: StaffCtx, id: string) {
  return await presentApproval(ctx, await loadApproval(ctx, id))
}

export const approvalRoutes: readonly Route[] = [
  bind(contract.list, {
    async handle(ctx, { query }) {
      const order = newest[query.state]
      const { filter, options } = order.read(query)
      const whose =
        query.state === 'mine'
          ? { proposedBy: ctx.staff.staffId }
          : { shelf: 'open' as const, deciders: { $in: keysOf(ctx.staff) } }
      const { rows, next } = order.page(await approvals.find(ctx, { ...whose, ...filter }, options), query)
      return { items: await Promise.all(rows.map((row) => presentRow(ctx, row))), next }
    },
  }),
  bind(contract.show, { handle: (ctx, { params }) => show(ctx, params.approvalId) }),
  bindOnce(contract.approve, {
    load: (ctx, { params }) => loadApproval(ctx, params.approvalId),
    authorise: nothingToRefuse,
    act: async (ctx, row) => (await approveProposal(ctx, row))._id,
    present: show,
  }),
  bindOnce(contract.refuse, {
    load: (ctx, { params }) => loadApproval(ctx, params.approvalId),
    authorise: nothingToRefuse,
    act: async (ctx, row, { body }) => (await refuseProposal(ctx, row, body.reason.trim()))._id,
    present: show,
  }),
  bindOnce(contract.withdraw, {
    load: (ctx, { params }) => loadApproval(ctx, params.approvalId),
    authorise: nothingToRefuse,
    act: async (ctx, row) => (await withdrawProposal(ctx, row))._id,
    present: show,
  }),
]
