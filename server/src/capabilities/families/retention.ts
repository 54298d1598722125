import type { RetentionRule } from '#platform/capability.ts'
import { removeRemains } from './acts/put-away.ts'

export const familiesRetention: readonly RetentionRule[] = [
  {
    record: 'guardianships',
    title: '已结束的监护关系里的姓名和生日',
    keep: { years: 3 },
    source: '《民法典》第一百八十八条（诉讼时效三年）、《个人信息保护法》第十九条（最短必要时间）',
    by: 'job',
    remove: removeRemains,
  },
  {
    record: 'guardianship-asks',
    title: '每天查询监护关系的次数',
    keep: { days: 3 },
    source: '只为限制次数，《个人信息保护法》第十九条（最短必要时间）',
    by: 'ttl',
  },
]
