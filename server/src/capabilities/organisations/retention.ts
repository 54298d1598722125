import type { RetentionRule } from '#platform/capability.ts'

export const organisationsRetention: readonly RetentionRule[] = [
  {
    record: 'units',
    title: '机构和区划（撤销的也留着）',
    keep: { while: '长期保留；不含居民个人信息' },
    source: '以前的凭证和记录指着它；《统计用区划代码和城乡划分代码编制规则》',
    by: 'never',
  },
  {
    record: 'classMembers',
    title: '班级里的孩子（只有编号）',
    keep: { while: '孩子的资料在一天，留一天；监护人申请删除时一并删除' },
    source: '《个人信息保护法》第十九条：实现处理目的所必要的最短时间',
    by: 'never',
  },
]
