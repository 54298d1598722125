import type { approvalsErrors } from './errors.ts'
import type { ApprovalState } from './states.ts'

export const approvalsMessages: Readonly<Record<keyof typeof approvalsErrors, string>> = {
  'approval-closed': '这件事已经有人定了，或者过了时限，请刷新再看。',
  'approval-open': '同样的事已经有人提交，正等另一位工作人员来定。',
}

export const approvalStateWords: Readonly<Record<ApprovalState, { standard: string; elder: string }>> = {
  PROPOSED: { standard: '待复核', elder: '等另一位工作人员来定' },
  APPROVED: { standard: '已同意，办理中', elder: '已经同意，正在办' },
  DONE: { standard: '已办好', elder: '办好了' },
  FAILED: { standard: '没有办成', elder: '没有办成' },
  REFUSED: { standard: '不同意', elder: '没有同意' },
  WITHDRAWN: { standard: '已撤回', elder: '收回去了' },
  LAPSED: { standard: '过期未复核', elder: '没人来定，过期了' },
  GONE_AHEAD: { standard: '紧急先办，待补批', elder: '先办了，等人补批' },
  OVERDUE: { standard: '紧急先办，补批超时', elder: '先办了，补批晚了' },
}
