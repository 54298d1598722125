import type { Manifest } from '../../platform/nav/manifest.ts'

/** Family: the children one acts for, and one's guardians. */
export const families = {
  name: 'families',
  pages: {
    list: 'pages/list/index',
    add: 'pages/add/index',
    child: 'pages/child/index',
    help: 'pages/help/index',
  },
  services: [
    {
      route: 'families.list',
      icon: 'family',
      title: '家人',
      note: '添加孩子，替孩子办事',
      words: '家人 孩子 监护人 子女 父母 jiaren haizi jianhuren',
    },
    {
      route: 'families.help',
      icon: 'help',
      title: '怎么添加孩子',
      note: '要带什么，到哪里办',
      words: '添加 监护 户口簿 出生证 tianjia',
    },
  ],
  me: [
    {
      route: 'families.list',
      icon: 'family',
      title: '家人',
      note: '您的孩子，和能替您办事的人',
      group: 'self',
      rank: 20,
    },
  ],
} satisfies Manifest
