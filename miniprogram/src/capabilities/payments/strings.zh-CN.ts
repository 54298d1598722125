/** Words of the receipt pages. */
import { formatYuan } from '@xlb/shared/platform/money-words.ts'

export const receiptWords = {
  listTitle: '收据',
  title: '收据',
  noneTitle: '还没有收据',
  none: '付过的钱，收费单位入账以后，收据就会到这里。',
  seeBills: '看账单',
  creditedOn: (day: string): string => `${day} 入账`,
  received: '已收款',
  credited: '已入账',
  lines: '交了哪些钱',
  sum: '合计',
  yuan: (amount: number): string => `${formatYuan(amount)} 元`,
  no: '收据号',
  payee: '收费单位',
  merchant: '收款商户',
  payer: '付款人',
  owner: '户名',
  account: '户号',
  method: '付款方式',
  orderNo: '订单号',
  providerNo: '微信支付单号',
  postingRef: '入账凭证号',
  invoice: '要发票怎么办',
  spoken: (title: string, amount: string): string => `${title}，${amount}，已经交好了。`,
  spokenWhen: (day: string, who: string): string => `${day}由${who}入账。`,
} as const
