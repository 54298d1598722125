/** What approvals hold of a resident: that two officers decided about them. The law makes us keep it; it names nobody but by id. */
import { approvalStateWords } from '@xlb/shared/approvals/messages.zh-CN.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { kindOf } from '#platform/approvals/kinds.ts'
import { approvals, type ApprovalRow } from '#platform/approvals/rows.ts'
import type { Erased, PersonalData, RetentionRule } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { removeOldRecords } from '#platform/retention/remove-old.ts'

const KEPT_YEARS = 5
const YEAR_MS = 365 * 86_400_000

async function aboutPerson(ctx: Ctx, personId: string): Promise<ApprovalRow[]> {
  return await approvals.find(ctx, { personIds: personId }, { sort: { proposedAt: -1, _id: -1 } })
}

async function erase(ctx: Ctx, personId: string): Promise<readonly Erased[]> {
  const rows = await aboutPerson(ctx, personId)
  const [last] = rows
  if (last === undefined) return []
  const until = dayOf(Date.parse(last.proposedAt) + KEPT_YEARS * YEAR_MS)
  return [{ what: '工作人员复核记录', count: rows.length, outcome: 'kept', why: '办事留痕，按档案保管期限保留', until }]
}

export const approvalsPersonalData: PersonalData = {
  async exportOf(ctx, personId) {
    const rows = await aboutPerson(ctx, personId)
    return {
      approvals: rows.map((row) => ({
        what: kindOf(row.kind).title,
        proposedAt: row.proposedAt,
        decidedAt: row.decidedAt,
        state: approvalStateWords[row.state].standard,
        emergency: row.emergency,
      })),
    }
  },
  erase,
}

export const approvalsRetention: RetentionRule = {
  record: 'approvals',
  title: '工作人员复核记录',
  keep: { years: KEPT_YEARS },
  source: '机关档案管理规定；网络安全等级保护基本要求 GB/T 22239-2019（审计记录）',
  by: 'job',
  remove: (ctx, before) =>
    removeOldRecords(ctx, approvals, {
      filter: { endedAt: { $lt: before, $type: 'string' }, nextStepAt: null },
      sort: { endedAt: 1 },
    }),
}
