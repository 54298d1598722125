/** Numbers of vaccines that a county sets. */
import type { BookingTerms } from '@xlb/shared/vaccines/booking-endpoints.ts'
import type { Scope } from '#platform/context.ts'
import { defineSetting, settingOf } from '#platform/settings/settings.ts'

const RULES = '《预防接种工作规范（2023年版）》预约与现场管理；数字为本系统默认值'

export const askAgainAfter = defineSetting({
  key: 'vaccines.ask-registry-after',
  title: '接种记录取得多久以后再向省免疫规划系统查询',
  unit: '小时',
  fallback: 6,
  min: 1,
  max: 24,
  source: '《疫苗管理法》第四十六条：接种记录以免疫规划信息系统为准；超过 24 小时的记录只作参考',
})

export const holdMinutes = defineSetting({
  key: 'vaccines.hold-minutes',
  title: '选好时间后名额保留多久',
  unit: '分钟',
  fallback: 10,
  min: 3,
  max: 30,
  source: RULES,
})

export const lateHours = defineSetting({
  key: 'vaccines.late-hours',
  title: '离开始不到多久的取消算一次改期',
  unit: '小时',
  fallback: 24,
  min: 1,
  max: 72,
  source: RULES,
})

export const mostChanges = defineSetting({
  key: 'vaccines.most-changes',
  title: '一剂最多改期几次',
  unit: '次',
  fallback: 3,
  min: 1,
  max: 10,
  source: RULES,
})

export const poolsOpenHours = defineSetting({
  key: 'vaccines.pools-open-hours',
  title: '没用完的预留名额提前多久向所有人开放',
  unit: '小时',
  fallback: 24,
  min: 0,
  max: 168,
  source: RULES,
})

export const observeMinutes = defineSetting({
  key: 'vaccines.observe-minutes',
  title: '接种后留观多久',
  unit: '分钟',
  fallback: 30,
  min: 30,
  max: 120,
  source: '《预防接种工作规范（2023年版）》：受种者接种后在接种单位留观 30 分钟',
})

/** What pages say of them. */
export async function termsOf(scope: Scope): Promise<BookingTerms> {
  return {
    holdMinutes: await settingOf(scope, holdMinutes),
    lateHours: await settingOf(scope, lateHours),
    mostChanges: await settingOf(scope, mostChanges),
    observeMinutes: await settingOf(scope, observeMinutes),
  }
}
