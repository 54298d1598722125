import type { RetentionRule } from '#platform/capability.ts'
import { removeOldRecords } from '#platform/retention/remove-old.ts'
import { duties } from './data/duties.ts'

export const vaccinesRetention: readonly RetentionRule[] = [
  {
    record: 'vaccineDossiers',
    title: '从省免疫规划系统取得的接种记录副本，和疫苗预约',
    keep: { while: '本人没有要求删除' },
    source: '《疫苗管理法》第四十六条：接种记录由接种单位保存到疫苗有效期满后至少五年；本系统只存副本',
    by: 'never',
  },
  {
    record: 'vaccineSessions',
    title: '接种场次',
    keep: { while: '接种单位还要核对' },
    source: '《疫苗管理法》第四十六条；场次里只有名额编号，没有个人信息',
    by: 'never',
  },
  {
    record: 'vaccineSites',
    title: '接种门诊',
    keep: { while: '门诊还在接种' },
    source: '《疫苗管理法》第四十四条：接种单位向社会公布',
    by: 'never',
  },
  {
    record: 'vaccineSignOffs',
    title: '接种门诊对疫苗资料的核实签字',
    keep: { while: '门诊还在接种' },
    source: '《疫苗管理法》第四十四条；里面没有居民的个人信息',
    by: 'never',
  },
  {
    record: 'vaccineDuties',
    title: '护士当班和查看孩子记录的申请',
    keep: { years: 3 },
    source: '《个人信息保护法》第五十六条：处理情况记录应当至少保存三年',
    by: 'job',
    remove: (ctx, before) => removeOldRecords(ctx, duties, { filter: { at: { $lt: before } }, sort: { at: 1 } }),
  },
  {
    record: 'vaccineLots',
    title: '疫苗批号',
    keep: { while: '还有用这一批打的记录' },
    source: '《疫苗管理法》第四十六条：接种记录保存到疫苗有效期满后至少五年，批号随接种记录',
    by: 'never',
  },
  {
    record: 'vaccineReports',
    title: '接种记录上报的结果',
    keep: { while: '还有这一剂的接种记录' },
    source: '《疫苗管理法》第四十六条；只有上报号和结果，没有个人信息',
    by: 'never',
  },
]
