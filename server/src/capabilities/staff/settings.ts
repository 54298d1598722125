/** The county's numbers for signing in. Their defaults are decisions of this product within what the standard asks for. */
import { defineSetting } from '#platform/settings/settings.ts'

const SOURCE = 'GB/T 22239-2019 第三级 8.1.4.1 身份鉴别（数值为本产品默认）'

export const lockMinutes = defineSetting({
  key: 'staff.lock-minutes',
  title: '连续输错后暂停登录的时间',
  unit: '分钟',
  fallback: 15,
  min: 5,
  max: 120,
  source: SOURCE,
})

export const idleMinutes = defineSetting({
  key: 'staff.idle-minutes',
  title: '工作人员多久没有操作就要重新登录',
  unit: '分钟',
  fallback: 30,
  min: 10,
  max: 60,
  source: SOURCE,
})

export const sessionHours = defineSetting({
  key: 'staff.session-hours',
  title: '工作人员一次登录最长多久',
  unit: '小时',
  fallback: 12,
  min: 1,
  max: 24,
  source: SOURCE,
})

export const invitationDays = defineSetting({
  key: 'staff.invitation-days',
  title: '工作人员邀请码的有效期',
  unit: '天',
  fallback: 7,
  min: 1,
  max: 30,
  source: SOURCE,
})
