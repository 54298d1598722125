import type { RetentionRule } from '#platform/capability.ts'
import { removeOldRecords } from '#platform/retention/remove-old.ts'
import { auditReadings } from './data/readings.ts'

export const auditRetention: readonly RetentionRule[] = [
  {
    record: 'auditReadings',
    title: '查阅审计记录的登记',
    keep: { years: 3 },
    source: 'GB/T 22239-2019 8.1.4.3 安全审计，本系统保留 3 年；查阅本身一直留在审计记录里',
    by: 'job',
    remove: (ctx, before) => removeOldRecords(ctx, auditReadings, { filter: { at: { $lt: before } }, sort: { at: 1 } }),
  },
]
