/** What of payments needs a second officer. Nothing is kept beside the approval, so nothing is put away when it is refused. */
import type { ApprovalKind } from '#platform/approvals/kind.ts'
import { applyPlacing } from './acts/place-money.ts'
import { applyRefund } from './acts/propose-refund.ts'
import { applyResolution } from './acts/resolve-difference.ts'
import { applyStrayRefund } from './acts/stray-refund.ts'

const kind = (name: string, title: string, apply: ApprovalKind['apply']): ApprovalKind => ({
  name: `payments.${name}`,
  title,
  proposeRoles: ['finance'],
  approveRoles: ['finance', 'duty-officer'],
  lapsesAfterHours: 72,
  emergency: false,
  apply,
  drop: () => Promise.resolve(),
})

export const paymentApprovals: readonly ApprovalKind[] = [
  kind('refund', '给居民退款', applyRefund),
  kind('refund-stray', '退回没有订单的付款', applyStrayRefund),
  kind('place', '把待处理的钱入账', applyPlacing),
  kind('resolve-difference', '了结一笔对账差异', applyResolution),
]
