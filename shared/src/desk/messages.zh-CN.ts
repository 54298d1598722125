import type { DeskCaseKind, DeskCaseOutcome } from './contract.ts'
import type { deskErrors } from './errors.ts'
import type { DeskCaseState } from './states.ts'

export const deskMessages: Readonly<Record<keyof typeof deskErrors, string>> = {
  'desk-case-closed': '这件事项已经办结，请另开一件。',
}

export const deskCaseStateWords: Readonly<Record<DeskCaseState, { standard: string; elder: string }>> = {
  OPEN: { standard: '办理中', elder: '正在办' },
  CLOSED: { standard: '已办结', elder: '办完了' },
}

export const deskCaseKindWords: Readonly<Record<DeskCaseKind, string>> = {
  identity: '身份核对',
  guardianship: '监护关系',
  'lost-phone': '手机丢失',
  bill: '水电气账单',
  refund: '退款',
  vaccine: '预防接种',
  benefit: '补贴救助',
  other: '其他',
}

export const deskCaseOutcomeWords: Readonly<Record<DeskCaseOutcome, string>> = {
  done: '已办好',
  refused: '不能办理',
  'sent-on': '转到别处',
  nothing: '没有办理',
}
