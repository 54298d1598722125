import type { Manifest } from '../../platform/nav/manifest.ts'

/** Bills of the household and of those one pays for: what is due, what it is made of, paying, whose accounts, and how to. */
export const bills = {
  name: 'bills',
  pages: {
    list: 'pages/list/index',
    water: 'pages/water/index',
    electricity: 'pages/electricity/index',
    gas: 'pages/gas/index',
    detail: 'pages/detail/index',
    confirming: 'pages/confirming/index',
    accounts: 'pages/accounts/index',
    bind: 'pages/bind/index',
    people: 'pages/people/index',
    moving: 'pages/moving/index',
    history: 'pages/history/index',
    help: 'pages/help/index',
  },
  services: [
    {
      route: 'bills.water',
      icon: 'water',
      title: '交水费',
      note: '看账单、付款',
      words: '水费 缴费 欠费 shuifei jiaofei',
    },
    {
      route: 'bills.electricity',
      icon: 'electricity',
      title: '交电费',
      note: '看账单、付款',
      words: '电费 缴费 欠费 峰谷 dianfei jiaofei',
    },
    {
      route: 'bills.gas',
      icon: 'gas',
      title: '交燃气费',
      note: '看账单、付款',
      words: '燃气费 煤气 天然气 ranqifei meiqi',
    },
    {
      route: 'bills.accounts',
      icon: 'meter',
      title: '缴费户号',
      note: '自家的，帮父母交的',
      words: '户号 绑定 解绑 搬家 用量 历史 提醒 huhao bangding',
    },
    {
      route: 'bills.help',
      icon: 'help',
      title: '怎么交费',
      note: '一步一步说，能念给您听',
      words: '帮助 怎么办 不会 发票 bangzhu fapiao',
    },
  ],
  me: [
    { route: 'bills.list', icon: 'water', title: '水电燃气账单', note: '要缴的、缴过的', group: 'things', rank: 10 },
    {
      route: 'bills.accounts',
      icon: 'meter',
      title: '缴费户号',
      note: '绑定、用量、谁能看、谁能交',
      group: 'things',
      rank: 15,
    },
    {
      route: 'bills.help',
      icon: 'help',
      title: '怎么交费',
      note: '一步一步说，能念给您听',
      group: 'things',
      rank: 30,
      open: true,
    },
  ],
} satisfies Manifest
