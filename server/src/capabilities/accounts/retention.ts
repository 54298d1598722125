/** How long accounts keeps what it holds. What is sealed in an entry that nobody decided goes with its time. */
import type { RetentionRule } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { SESSIONS_KEPT_DAYS } from './acts/open-session.ts'
import { dropEntry } from './acts/decide-entry.ts'
import { counterEntries } from './data/counter-entries.ts'

const MINIMUM = '《个人信息保护法》第十九条：保存期限应当为实现处理目的所必要的最短时间'
const BATCH = 100

async function dropForgotten(ctx: Ctx, before: string): Promise<number> {
  let dropped = 0
  for (;;) {
    const rows = await counterEntries.find(
      ctx,
      { state: 'PROPOSED', createdAt: { $lt: before } },
      { projection: { _id: 1 }, limit: BATCH },
    )
    for (const { _id } of rows) await dropEntry(ctx, _id)
    dropped += rows.length
    if (rows.length < BATCH) return dropped
  }
}

export const retention: readonly RetentionRule[] = [
  {
    record: 'persons',
    title: '居民的姓名、证件号码和出生日期',
    keep: { while: '本人使用服务期间；申请删除后只留一个编号' },
    source: MINIMUM,
    by: 'never',
  },
  {
    record: 'accounts',
    title: '微信号、绑定关系和手机号',
    keep: { while: '微信号使用期间；注销后只留一个编号' },
    source: MINIMUM,
    by: 'never',
  },
  {
    record: 'sessions',
    title: '登录记录（退出或到期以后）',
    keep: { days: SESSIONS_KEPT_DAYS },
    source: MINIMUM,
    by: 'ttl',
  },
  { record: 'phone-codes', title: '短信验证码', keep: { days: 1 }, source: MINIMUM, by: 'ttl' },
  { record: 'counter-codes', title: '窗口码', keep: { days: 1 }, source: MINIMUM, by: 'ttl' },
  { record: 'attempts', title: '验证码和核对的次数', keep: { days: 1 }, source: MINIMUM, by: 'ttl' },
  {
    record: 'counter-entries',
    title: '窗口登记里没有人复核的姓名和证件号码',
    keep: { days: 7 },
    source: MINIMUM,
    by: 'job',
    remove: dropForgotten,
  },
]
