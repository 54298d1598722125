/** How long what belongs to no capability is kept, and the table of all rules. */
import { alarmRows } from '../alarms/alarms.ts'
import type { Capability, RetentionRule } from '../capability.ts'
import { removeOldRecords } from './remove-old.ts'
import { retentionRuns } from './runs.ts'

const LOGS = '《网络安全法》第二十一条第三项：网络日志留存不少于六个月'
const AUDIT = 'GB/T 22239-2019 8.1.4.3 安全审计：对审计记录进行保护，避免未预期的删除'

const standing = (record: string, title: string, words: string, source: string): RetentionRule => ({
  ...{ record, title, source },
  keep: { while: words },
  by: 'never',
})

export const platformRules: readonly RetentionRule[] = [
  standing('auditEntries', '审计记录', '长期保留；只有编号、状态和金额', `${AUDIT}；${LOGS}`),
  standing('auditHeads', '公布的审计链头', '长期保留', AUDIT),
  standing('restores', '从备份恢复的记录', '长期保留', AUDIT),
  standing('keyChanges', '更换密钥的记录', '长期保留；只有密钥编号', AUDIT),
  standing('settings', '本县设定的数值', '一直使用', '系统运行需要；每次改动都在审计记录里'),
  standing(
    retentionRuns.spec.name,
    '按期删除的记录',
    '长期保留；只有条数',
    '《个人信息保护法》第五十四条：定期合规审计',
  ),
  standing('leases', '后台任务的值班标记', '一直使用；不含个人信息', '系统运行需要'),
  standing('calendarYears', '工作日历', '一直使用；不含个人信息', '国务院办公厅每年的节假日安排'),
  {
    record: 'alarms',
    title: '已办结的告警',
    keep: { years: 3 },
    source: `${LOGS}；GB/T 22239-2019 8.1.10.5 安全事件的记录，本系统保留 3 年`,
    by: 'job',
    remove: (ctx, before) =>
      removeOldRecords(ctx, alarmRows, { filter: { standing: false, doneAt: { $lt: before } }, sort: { doneAt: 1 } }),
  },
  {
    record: 'outbox',
    title: '已送达的内部通知',
    keep: { days: 14 },
    source: '系统运行需要：重复投递只会在几天内发生；没有送达的留到运维员处理',
    by: 'ttl',
  },
  {
    record: 'idempotencyKeys',
    title: '防止重复提交的编号',
    keep: { days: 14 },
    source: '系统运行需要：手机在 14 天内重发同一次提交，只办一次',
    by: 'ttl',
  },
  standing('log-files', '运行日志文件', '不少于 183 天，由运维员的日志系统保存；不含个人信息', LOGS),
]

/** Its collection: a rule may spell it `staffSessions` or `staff-sessions`. */
export function collectionOfRule({ record }: RetentionRule): string {
  return record.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase())
}

/** Every rule of the house, the platform's first. */
export function rulesOf(house: { readonly capabilities: readonly Capability[] }): readonly RetentionRule[] {
  return [...platformRules, ...house.capabilities.flatMap((one) => one.retention ?? [])]
}
