/** Words of the four tabs. */
export const tabWords = {
  home: '首页',
  services: '服务',
  messages: '消息',
  me: '我的',
  greeting: (name: string | null, part: string): string => (name === null ? part : `${name}，${part}`),
  welcome: '登录后看自家的账单',
  hint: '搜服务，如“水费”“shuifei”',
  hintShort: '搜服务',
  jobs: '能办的事',
  todo: '待办',
  todoCount: (count: number): string => `${String(count)} 件`,
  todoElder: (count: number): string => `要办的事，${String(count)} 件`,
  todoPart: '有一部分暂时查不到',
  todoPartWords: '要办的事可能没有列全。过一会儿下拉再看，或打电话问。',
  todoNone: '没有要办的事',
  todoNoneWords: '账单都交清了。有新账单，这里会告诉您。',
  frequent: '常办',
  frequentNote: '点一下，照上次的办',
  found: (count: number): string => `找到 ${String(count)} 项`,
  finding: '正在找',
  notFound: '没有找到',
  notFoundWords: '换个说法试试，或者打电话问。',
  signIn: '微信登录',
  signInTitle: '登录后看自家的账单',
  signInWords: '要缴多少、缴了没有，一眼看清。不登录也能看服务和办事帮助。',
  all: '能办的事',
  servicesNote: '这里只列已经能办的，后面会一样一样加上',
  unread: '没看',
  today: (day: string): string => `今天 ${day}`,
  yesterday: (day: string): string => `昨天 ${day}`,
  noMessages: '还没有消息',
  noMessagesWords: '付款有了结果、收据到了，都会在这里告诉您。',
  messagesFoot: '所有消息这里都有，不订阅提醒也没关系。',
  self: '我和家人',
  data: '我的信息',
  elder: '长辈版',
  elderNote: '大字、能念，功能一样多',
  size: '字要多大',
  sizeOf: (step: number): string => `${String(step)} 号字`,
  sizeSample: '10 月份的水费，86 元 4 角',
  signOut: '退出登录',
  signOutAsk: '退出后，这台手机上不留您的账单和消息',
  signOutWords: '随时可以再登录，什么都不会丢。',
  signOutYes: '退出',
  signOutNo: '不退了',
  noName: '还没有实名',
  spokenTodo: (spoken: string, amount: string, note: string): string =>
    `${spoken}。${amount === '' ? '' : `${amount}。`}${note}`,
  spokenNone: '现在没有要办的事。',
} as const

const DAY_PARTS = [
  { from: 5, words: '早上好' },
  { from: 9, words: '上午好' },
  { from: 12, words: '中午好' },
  { from: 14, words: '下午好' },
  { from: 18, words: '晚上好' },
] as const

/** By the hour at +08:00 of an instant in milliseconds. */
export function dayPart(now: number): string {
  const hour = new Date(now + 8 * 3_600_000).getUTCHours()
  return [...DAY_PARTS].reverse().find(({ from }) => hour >= from)?.words ?? '夜里好'
}
