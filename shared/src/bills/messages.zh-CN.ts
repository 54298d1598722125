import type { Utility } from './contract.ts'
import type { billsErrors } from './errors.ts'
import type { AccountRole } from './account-schemas.ts'
import type { AdjustmentState, AdvanceState, BillState, UtilityAccountState } from './states.ts'

export const billsMessages: Readonly<Record<keyof typeof billsErrors, string>> = {
  'bill-already-paid': '这笔账单已经缴清，不用再付。',
  'bill-superseded': '这笔账单已经改成新的一张，请看新账单。',
  'account-stopped': '这个户号已经停用，请联系收费单位。',
  'someone-is-paying': '有人正在付这笔账单，请过 {minutes} 分钟再看。',
  'still-closing': '上一笔付款还在和微信支付核对，请过一分钟再付。',
  'older-first': '还有更早的账单没有交，请先交早的，或者一起交。',
  'nothing-to-pay': '这笔账单已经由预存或多交的钱付清，不用再付。',
  'too-little-cash': '收到的现金不够，请核对应收金额。',
  'utility-unreachable': '暂时连不上收费单位，没有绑定。请稍后再试。',
}

export const utilityWords: Readonly<Record<Utility, { bill: string; spoken: string }>> = {
  water: { bill: '水费', spoken: '水费' },
  electricity: { bill: '电费', spoken: '电费' },
  gas: { bill: '燃气费', spoken: '燃气费' },
}

export const billStateWords: Readonly<Record<BillState, { standard: string; elder: string }>> = {
  ISSUED: { standard: '待缴', elder: '还没交' },
  OVERDUE: { standard: '已逾期', elder: '过期没交' },
  PAYING: { standard: '付款中', elder: '正在付' },
  RECEIVED: { standard: '已收款', elder: '钱收到了' },
  CREDITED: { standard: '已入账', elder: '交好了' },
  SUPERSEDED: { standard: '已更正', elder: '换了新账单' },
}

type Words = Readonly<{ standard: string; elder: string }>

export const utilityAccountStateWords: Readonly<Record<UtilityAccountState, Words>> = {
  ACTIVE: { standard: '使用中', elder: '在用' },
  STOPPED: { standard: '已停用', elder: '停了' },
}

export const accountRoleWords: Readonly<Record<AccountRole, Words>> = {
  owner: { standard: '户主', elder: '户主' },
  payer: { standard: '缴费人', elder: '帮着交' },
  viewer: { standard: '查看人', elder: '能看用量' },
}

/** A difference after a bill was paid and read again. */
export const adjustmentStateWords: Readonly<Record<AdjustmentState, Words>> = {
  OPEN: { standard: '并入下一期账单', elder: '下回一起算' },
  SETTLED: { standard: '已并入账单', elder: '已经算进去了' },
  REFUND_DUE: { standard: '待退款', elder: '要退给您' },
  DONE: { standard: '已退款', elder: '退好了' },
}

export const advanceStateWords: Readonly<Record<AdvanceState, Words>> = {
  HELD: { standard: '预存，抵下一期', elder: '先存着' },
  APPLIED: { standard: '已抵账单', elder: '已经用掉' },
  REFUND_DUE: { standard: '待退款', elder: '要退给您' },
  DONE: { standard: '已退款', elder: '退好了' },
}

/** How people count what they use, as the tariffs do (data/tariffs.json). */
export const unitWords: Readonly<Record<Utility, { unit: string; spoken: string }>> = {
  water: { unit: '立方米', spoken: '立方米' },
  electricity: { unit: '度', spoken: '度' },
  gas: { unit: '立方米', spoken: '方' },
}
