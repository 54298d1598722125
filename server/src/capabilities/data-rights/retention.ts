import type { RetentionRule } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { lookRows } from '#platform/looks/rows.ts'
import { LOOK_YEARS } from './personal-data.ts'

const BATCH = 500

async function removeLooks(ctx: Ctx, before: string): Promise<number> {
  let removed = 0
  for (;;) {
    const old = await lookRows.find(
      ctx,
      { at: { $lt: before } },
      { sort: { at: 1 }, limit: BATCH, projection: { _id: 1 } },
    )
    for (const { _id } of old) if (await lookRows.removeOne(ctx, { _id })) removed += 1
    if (old.length < BATCH) return removed
  }
}

export const dataRightsRetention: readonly RetentionRule[] = [
  {
    record: 'looks',
    title: '工作人员查看居民资料的记录',
    keep: { years: LOOK_YEARS },
    source: '《个人信息保护法》第五十六条：处理情况记录应当至少保存三年',
    by: 'job',
    remove: removeLooks,
  },
  {
    record: 'consents',
    title: '同意和撤回的记录',
    keep: { years: LOOK_YEARS },
    source: '《个人信息保护法》第十四条、第六十九条：处理者要能证明征得过同意；没有姓名和号码，长期保留',
    by: 'never',
  },
  {
    record: 'erasures',
    title: '删除台账',
    keep: { years: 30 },
    source: '《个人信息保护法》第四十七条：从备份恢复后要照台账再删一次；只有编号和时间',
    by: 'never',
  },
  {
    record: 'dataExports',
    title: '本人导出资料的次数',
    keep: { while: '本人的资料在一天，留一天；只有编号、日期和次数' },
    source: '《个人信息保护法》第四十五条：查阅、复制的记录；申请删除时一并处理',
    by: 'never',
  },
]
