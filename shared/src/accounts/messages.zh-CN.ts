import type { accountsErrors } from './errors.ts'
import type { AccountState, CounterEntryState, PersonState } from './states.ts'

export const accountsMessages: Readonly<Record<keyof typeof accountsErrors, string>> = {
  'login-code-refused': '微信登录没有成功，请再点一次登录。',
  'login-user-blocked': '微信暂时不允许这个号登录，请到便民服务中心办。',
  'session-ended': '登录已结束，请重新登录。',
  'county-unknown': '这个县还没有开通。',
  'wechat-unreachable': '暂时连不上微信，请稍后再试。',
  'village-unknown': '没有找到这个村（社区），请重新选。',
  'code-limit': '验证码要得太多了，请过 {seconds} 秒再试。',
  'code-wrong': '验证码不对或已过期，请再看一下短信。',
  'code-locked': '验证码输错太多次，请过 {seconds} 秒再要一个新的。',
  'sms-unreachable': '短信暂时发不出去，请稍后再试。',
  'phone-code-refused': '没有拿到微信的手机号，请再点一次，或者用短信验证码。',
  'real-name-mismatch': '姓名和身份证号对不上，请照身份证再核对一遍。也可以带身份证到便民服务中心办。',
  'real-name-refused': '这个身份信息不能在网上核对，请本人带身份证到便民服务中心办。',
  'real-name-limit': '今天核对的次数用完了，请明天再试，或带身份证到便民服务中心办。',
  'real-name-already': '这个微信号已经实名，不能换成另一个人。需要更正请到便民服务中心办。',
  'bureau-unreachable': '暂时连不上人口信息系统，您填的内容还在，请稍后再试，或到便民服务中心办。',
  'person-unknown': '没有找到姓名和证件号都相符的居民。',
  'counter-code-wrong': '窗口码不对或已过期，请居民重新出示。',
}

type Words = Readonly<{ standard: string; elder: string }>

export const personStateWords: Readonly<Record<PersonState, Words>> = {
  LIVING: { standard: '正常', elder: '正常' },
  REPORTED_DEAD: { standard: '人口信息待核实', elder: '身份信息要到窗口核对' },
  ERASED: { standard: '已删除', elder: '删掉了' },
}

export const accountStateWords: Readonly<Record<AccountState, Words>> = {
  UNBOUND: { standard: '未实名', elder: '还没核对身份' },
  BOUND: { standard: '已实名', elder: '身份核对好了' },
  EMPTIED: { standard: '已注销', elder: '已经注销' },
}

export const counterEntryStateWords: Readonly<Record<CounterEntryState, Words>> = {
  PROPOSED: { standard: '待复核', elder: '等另一位工作人员来定' },
  APPLIED: { standard: '已登记', elder: '登记好了' },
  DROPPED: { standard: '未登记', elder: '没有登记' },
}

/** By the kind of document shown at the counter. */
export const documentWords = {
  'id-card': '居民身份证',
  'residence-permit': '港澳台居民居住证',
  passport: '护照',
  'household-book': '户口簿',
  'birth-certificate': '出生医学证明',
} as const

export const clientWords = { weapp: '微信小程序', h5: '网页' } as const

/** Letters to the inbox of the person concerned. */
export const accountLetters = {
  newLogin: {
    title: '有新的微信号绑定了您的身份',
    body: '{day}，一个新的微信号在{device}上核对并绑定了您的身份。不是您本人的话，请马上到便民服务中心挂失。',
  },
  counterVerified: {
    title: '窗口已核对您的身份',
    body: '{day}，您的身份已由两位工作人员在窗口核对并登记。如有不对，请到便民服务中心更正。',
  },
  nameCorrected: {
    title: '您的姓名已按证件更正',
    body: '{day}，您的姓名已按人口信息或证件更正。如有不对，请到便民服务中心办理。',
  },
  sessionsEnded: {
    title: '已退出您的全部登录',
    body: '{day}，窗口工作人员办理挂失，退出了您的全部登录。不是您要求的话，请马上到便民服务中心查问。',
  },
  unbound: {
    title: '已退出登录并解绑微信',
    body: '{day}，窗口工作人员办理挂失，退出了您的全部登录，并解绑了原来的微信号。不是您要求的话，请马上到便民服务中心查问。',
  },
  phoneMoved: {
    title: '您的手机号已被另一个微信号使用',
    body: '{day}，您登记的手机号由另一个微信号验证过，已从您的账号上取下。号码还是您的话，请在“我的”里重新验证。',
  },
} as const
