import type { RetentionRule } from '#platform/capability.ts'

const ARCHIVES =
  '《会计档案管理办法》（财政部、国家档案局令第 79 号）附表：会计凭证保存 30 年；到期要先鉴定，系统不自动删'

export const billsRetention: readonly RetentionRule[] = [
  { record: 'bills', title: '账单', keep: { years: 30 }, source: ARCHIVES, by: 'never' },
  {
    record: 'utilityAccounts',
    title: '绑定的户号',
    keep: { while: '户号在用期间；本人解绑或注销时删除' },
    source: '《个人信息保护法》第十九条：实现处理目的所必要的最短时间',
    by: 'never',
  },
  {
    record: 'utilityFeeds',
    title: '读取收费单位数据的进度',
    keep: { while: '一直使用；不含个人信息' },
    source: '系统运行需要',
    by: 'never',
  },
  {
    record: 'heldArrivals',
    title: '等待换入的更正账单',
    keep: { while: '换入账单以前；换入后即删' },
    source: '系统运行需要',
    by: 'never',
  },
  {
    record: 'utilityPostings',
    title: '送收费单位销账的记录',
    keep: { years: 30 },
    source: ARCHIVES,
    by: 'never',
  },
  {
    record: 'utilityFiles',
    title: '和电力公司往来文件的登记',
    keep: { years: 30 },
    source: ARCHIVES,
    by: 'never',
  },
  {
    record: 'utilityResults',
    title: '电力公司的销账结果',
    keep: { years: 30 },
    source: ARCHIVES,
    by: 'never',
  },
  {
    record: 'orderRemainders',
    title: '订单里不单独销账的部分',
    keep: { years: 30 },
    source: ARCHIVES,
    by: 'never',
  },
  { record: 'billAdjustments', title: '重新抄表的差额', keep: { years: 30 }, source: ARCHIVES, by: 'never' },
  { record: 'billAdvances', title: '预存的水电气费', keep: { years: 30 }, source: ARCHIVES, by: 'never' },
  { record: 'cashTenders', title: '窗口收到的现金和找零', keep: { years: 30 }, source: ARCHIVES, by: 'never' },
  {
    record: 'bindMisses',
    title: '绑定户号填错的次数',
    keep: { days: 3 },
    source: '《个人信息保护法》第十九条：实现处理目的所必要的最短时间',
    by: 'ttl',
  },
  {
    record: 'billReminders',
    title: '账单提醒的开关',
    keep: { while: '本人改动或注销以前' },
    source: '《个人信息保护法》第十九条：实现处理目的所必要的最短时间',
    by: 'never',
  },
]
