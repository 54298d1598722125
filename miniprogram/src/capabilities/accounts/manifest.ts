import type { Manifest } from '../../platform/nav/manifest.ts'

/** Who is signed in: the county and village, WeChat's sign-in, the real name, the telephone, the devices. */
export const accounts = {
  name: 'accounts',
  pages: {
    signIn: 'pages/sign-in/index',
    village: 'pages/village/index',
    'real-name': 'pages/real-name/index',
    phone: 'pages/phone/index',
    devices: 'pages/devices/index',
    'lost-phone': 'pages/lost-phone/index',
    'counter-code': 'pages/counter-code/index',
    county: 'pages/county/index',
  },
  services: [
    {
      route: 'accounts.real-name',
      icon: 'shield',
      title: '实名核对',
      note: '核对姓名和身份证号，办事不用再填',
      words: '实名 认证 身份证 shiming renzheng shenfenzheng',
    },
    {
      route: 'accounts.lost-phone',
      icon: 'help',
      title: '丢了手机怎么办',
      note: '一步一步说，能念给您听',
      words: '手机 丢失 被盗 换手机 shouji diushi',
    },
  ],
  me: [
    {
      route: 'accounts.real-name',
      icon: 'card',
      title: '实名核对',
      note: '核对姓名和身份证号',
      group: 'self',
      rank: 10,
      shows: { fact: 'verified', words: { source: '已实名', counter: '已实名', none: '还没有' } },
    },
    {
      route: 'accounts.village',
      icon: 'pin',
      title: '我的村（社区）',
      note: '通知和电话跟着变',
      group: 'self',
      rank: 30,
      shows: { fact: 'village', words: { none: '还没有选' } },
    },
    {
      route: 'accounts.phone',
      icon: 'phone',
      title: '手机号',
      note: '工作人员好联系您',
      group: 'self',
      rank: 40,
      shows: { fact: 'phone', words: { none: '还没有填' } },
    },
    {
      route: 'accounts.devices',
      icon: 'device',
      title: '登录的设备',
      note: '不是您的，可以退出',
      group: 'self',
      rank: 50,
    },
    { route: 'accounts.county', icon: 'swap', title: '切换县', note: '在别的县也有事要办', group: 'self', rank: 60 },
  ],
} satisfies Manifest
