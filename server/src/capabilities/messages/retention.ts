import type { RetentionRule } from '#platform/capability.ts'
import { removeOldRows } from '#platform/retention/remove-old.ts'
import { inbox } from './data/messages.ts'
import { pushes } from './data/pushes.ts'

export const messagesRetention: readonly RetentionRule[] = [
  {
    record: 'messages',
    title: '消息',
    keep: { years: 2 },
    source: '《个人信息保护法》第十九条：实现处理目的所必要的最短时间；收据、账单另按会计档案保存',
    by: 'job',
    remove: (ctx, before) => removeOldRows(ctx, inbox, { filter: { at: { $lt: before } }, sort: { at: 1 } }),
  },
  {
    record: 'messagePushes',
    title: '发到微信的提醒',
    keep: { years: 1 },
    source: '《个人信息保护法》第十九条：实现处理目的所必要的最短时间；消息本身在收件箱里',
    by: 'job',
    remove: (ctx, before) => removeOldRows(ctx, pushes, { filter: { at: { $lt: before } }, sort: { at: 1 } }),
  },
  {
    record: 'messageCredits',
    title: '允许微信提醒的次数',
    keep: { while: '允许期间；换人使用这部手机或本人注销时删除' },
    source: '《个人信息保护法》第十五条：同意可以撤回',
    by: 'never',
  },
]
