import { defineSetting } from '#platform/settings/settings.ts'

export const missesADay = defineSetting({
  key: 'families.misses-a-day',
  title: '每位监护人每天查不到孩子的次数',
  unit: '次',
  fallback: 5,
  min: 1,
  max: 20,
  source: '《个人信息保护法》第五十一条：采取措施防止未经授权的查询；次数与水费户号核对相同',
})
