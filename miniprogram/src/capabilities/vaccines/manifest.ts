import type { Manifest } from '../../platform/nav/manifest.ts'

/** Vaccines of the family: what is due, a seat, the ticket, and what was given. */
export const vaccines = {
  name: 'vaccines',
  pages: {
    family: 'pages/family/index',
    plan: 'pages/plan/index',
    record: 'pages/record/index',
    seats: 'pages/seats/index',
    confirm: 'pages/confirm/index',
    booking: 'pages/booking/index',
  },
  services: [
    {
      route: 'vaccines.family',
      icon: 'vaccine',
      title: '约疫苗',
      note: '自己的、孩子的',
      words: '疫苗 打针 接种 流感 预约 记录 yimiao dazhen',
      tile: 3,
    },
  ],
  me: [
    {
      route: 'vaccines.family',
      icon: 'vaccine',
      title: '疫苗预约和记录',
      note: '该打的、约好的、打过的',
      group: 'things',
      rank: 20,
    },
  ],
} satisfies Manifest
