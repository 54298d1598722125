/** What of vaccines needs a second officer: whom a nurse may see. */
import { childReasonWords } from '@xlb/shared/vaccines/nurse-words.zh-CN.ts'
import { childReasons } from '@xlb/shared/vaccines/duty-endpoints.ts'
import type { ApprovalKind, Fact, Proposal } from '#platform/approvals/kind.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { withLook } from '#platform/looks/looks.ts'
import { maskName, personById } from '../accounts/index.ts'
import { staffById } from '../staff/index.ts'
import { CHILD_DUTY, DUTY, moveDuty } from './acts/ask-duty.ts'
import { sitesOf } from './data/sites.ts'
import { productOf } from './domain/facts.ts'

const common = {
  proposeRoles: ['nurse'],
  approveRoles: ['nurse', 'reviewer', 'leader', 'duty-officer'],
  lapsesAfterHours: 12,
  emergency: true,
  apply: (ctx: Ctx, { recordId }: Proposal, decidedBy: string) => moveDuty(ctx, recordId, 'agree', { decidedBy }),
  drop: (ctx: Ctx, { recordId, goneAhead }: Proposal) => moveDuty(ctx, recordId, goneAhead ? 'withdraw' : 'refuse'),
} as const

async function whoAndWhere(ctx: Ctx, { proposedBy, data }: Proposal): Promise<Fact[]> {
  const nurse = await staffById(ctx, proposedBy)
  const site = (await sitesOf(ctx)).find((one) => one._id === data['site'])
  return [
    { label: '护士', value: nurse?.displayName ?? '' },
    { label: '接种门诊', value: site?.name ?? '' },
  ]
}

async function sessionsAsked(ctx: StaffCtx, proposal: Proposal): Promise<readonly Fact[]> {
  const { from, until, products } = proposal.data
  const names = String(products)
    .split(' ')
    .map((code) => productOf(code)?.name ?? code)
  return [
    ...(await whoAndWhere(ctx, proposal)),
    { label: '日期', value: from === until ? String(from) : `${String(from)} 至 ${String(until)}` },
    { label: '疫苗', value: names.join('、') },
  ]
}

/** Who agrees sees no more of the child than who it is; the guardians read that it was looked at. */
async function childAsked(ctx: StaffCtx, proposal: Proposal): Promise<readonly Fact[]> {
  const [personId = ''] = proposal.personIds
  const reason = childReasons.find((one) => one === proposal.data['reason'])
  const look = { purpose: 'approval-review', fields: ['masked-name'], caseNo: null, personId }
  return await withLook(ctx, look, async () => {
    const person = await personById(ctx, personId)
    return [
      ...(await whoAndWhere(ctx, proposal)),
      { label: '孩子', value: person === null ? '' : maskName(person.name) },
      { label: '为什么', value: reason === undefined ? '' : childReasonWords[reason] },
    ]
  })
}

export const vaccineApprovals: readonly ApprovalKind[] = [
  { ...common, name: DUTY, title: '同意护士当班', describe: sessionsAsked },
  { ...common, name: CHILD_DUTY, title: '同意查看不在名单里的孩子', describe: childAsked },
]
