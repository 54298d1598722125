import { defineSetting } from '#platform/settings/settings.ts'

export const exportsADay = defineSetting({
  key: 'data-rights.exports-a-day',
  title: '每人每天导出资料的次数',
  unit: '次',
  fallback: 3,
  min: 1,
  max: 20,
  source: '《个人信息保护法》第四十五条（应当及时提供）；次数为防止盗用账号批量导出',
})

export const graceDays = defineSetting({
  key: 'data-rights.erasure-grace-days',
  title: '申请删除个人信息后可以取消的天数',
  unit: '天',
  fallback: 3,
  min: 1,
  max: 14,
  source: '《个人信息保护法》第四十七条、第五十条（应当及时处理，最长 15 个工作日内答复）',
})
