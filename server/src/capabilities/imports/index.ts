/**
 * imports: residents, guardians and classes from a table. Promises a dry run that names every bad row with its cell and changes nothing, a second
 * officer before anything is written, memory that does not grow with the table, and that a worker which dies goes on without writing a row twice. The
 * file stands sealed and is gone when the import is over, or after seven days. Refuses to take what is not needed, and to change what is known.
 */
import type { Capability, RetentionRule } from '#platform/capability.ts'
import { confirmKind } from './acts/confirm-import.ts'
import { KEPT_DAYS } from './acts/receive-file.ts'
import { applyImports, checkImports } from './acts/work-imports.ts'
import { PROBLEMS_KEPT_DAYS } from './data/problems.ts'
import { importRoutes } from './http.ts'

const retention: readonly RetentionRule[] = [
  {
    record: 'importChunks',
    title: '导入的名单文件（办完就删）',
    keep: { days: KEPT_DAYS },
    source: '《中华人民共和国个人信息保护法》第十九条：保存期限为实现处理目的所必要的最短时间',
    by: 'ttl',
  },
  {
    record: 'importProblems',
    title: '导入的问题清单（不含内容）',
    keep: { days: PROBLEMS_KEPT_DAYS },
    source: '《中华人民共和国网络安全法》第二十一条：网络日志不少于六个月',
    by: 'ttl',
  },
  {
    record: 'importRuns',
    title: '导入的进度',
    keep: { days: 30 },
    source: '系统运行需要：后台任务中断后接着做',
    by: 'ttl',
  },
  {
    record: 'imports',
    title: '导入的登记（不含名单内容）',
    keep: { years: 30 },
    source: '导入是居民档案的来历，随《机关文件材料归档范围和文书档案保管期限规定》的定期 30 年',
    by: 'never',
  },
]

export const imports: Capability = {
  name: 'imports',
  routes: importRoutes,
  jobs: [
    { name: 'check-imports', every: '30 seconds', wakeOn: ['imports'], run: checkImports },
    { name: 'apply-imports', every: '30 seconds', wakeOn: ['imports'], run: applyImports },
  ],
  approvals: [confirmKind],
  retention,
}
