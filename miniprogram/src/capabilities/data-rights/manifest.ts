import type { Manifest } from '../../platform/nav/manifest.ts'

/** One's rights over one's data: who looked, consents, a copy, deletion. */
export const dataRights = {
  name: 'data-rights',
  pages: {
    looks: 'pages/looks/index',
    consents: 'pages/consents/index',
    consent: 'pages/consent/index',
    agreement: 'pages/agreement/index',
    export: 'pages/export/index',
    erasure: 'pages/erasure/index',
  },
  services: [
    {
      route: 'data-rights.looks',
      icon: 'search',
      title: '谁看过我的信息',
      note: '哪个单位、为什么、看了什么',
      words: '隐私 查看 记录 个人信息 yinsi',
    },
  ],
  me: [
    {
      route: 'data-rights.looks',
      icon: 'eye',
      title: '谁看过我的信息',
      note: '哪个单位、为什么、看了什么',
      group: 'data',
      rank: 10,
    },
    {
      route: 'data-rights.consents',
      icon: 'shield',
      title: '同意书',
      note: '您同意过什么，可以撤回',
      group: 'data',
      rank: 20,
    },
    {
      route: 'data-rights.export',
      icon: 'download',
      title: '导出我的信息',
      note: '拿一份存着',
      group: 'data',
      rank: 30,
    },
    {
      route: 'data-rights.erasure',
      icon: 'erase',
      title: '删除我的信息',
      note: '先看会删什么、留什么',
      group: 'data',
      rank: 40,
    },
  ],
} satisfies Manifest
