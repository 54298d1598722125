/** Orders, receipts, refunds and the ledger are vouchers and books. Nothing of them goes by itself: after their time they are appraised first. */
import type { RetentionRule } from '#platform/capability.ts'

const ARCHIVES =
  '《会计档案管理办法》（财政部、国家档案局令第 79 号）附表：会计凭证、账簿保存 30 年；到期要先鉴定，系统不自动删'

const archived = (record: string, title: string): RetentionRule => ({
  ...{ record, title },
  keep: { years: 30 },
  source: ARCHIVES,
  by: 'never',
})

export const paymentsRetention: readonly RetentionRule[] = [
  archived('orders', '付款订单'),
  archived('receipts', '收据'),
  archived('refunds', '退款'),
  archived('ledgerEntries', '记账凭证'),
  archived('providerEvents', '支付平台的付款通知'),
  archived('cashHandIns', '窗口现金交款'),
  archived('strayPayments', '没有订单的付款'),
  archived('differences', '对账差异'),
  archived('statementDays', '支付平台的对账单（按天）'),
  archived('statementRows', '支付平台的对账单（明细）'),
]
