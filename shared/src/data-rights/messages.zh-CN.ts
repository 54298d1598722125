import type { dataRightsErrors } from './errors.ts'
import type { ConsentState, ErasureState, LookState } from './states.ts'

export const dataRightsMessages: Readonly<Record<keyof typeof dataRightsErrors, string>> = {
  'consent-version-old': '这份说明刚刚更新了，请看过新的再同意。',
  'erasure-blocked': '还有没办完的付款或退款，请等办完再申请删除。',
  'export-limit': '今天已经导出 3 次，请明天再试。',
}

type Words = Readonly<{ standard: string; elder: string }>

export const consentStateWords: Readonly<Record<ConsentState, Words>> = {
  GIVEN: { standard: '已同意', elder: '您同意了' },
  WITHDRAWN: { standard: '已撤回', elder: '您收回了' },
  CARRIED: { standard: '已转到本人名下', elder: '已转到您名下' },
}

export const lookStateWords: Readonly<Record<LookState, Words>> = {
  INTENDED: { standard: '可能看过', elder: '可能看过' },
  SHOWN: { standard: '已查看', elder: '看过' },
  REFUSED: { standard: '被拒绝', elder: '没让看' },
}

export const erasureStateWords: Readonly<Record<ErasureState, Words>> = {
  REQUESTED: { standard: '待删除', elder: '等着删除' },
  DONE: { standard: '已删除', elder: '删好了' },
  CANCELLED: { standard: '已取消', elder: '不删了' },
}

/** What is told to the person whose deletion was asked for: whoever holds the phone must not do it unseen. */
export const erasureLetters = {
  requested: {
    title: '您申请了删除个人信息',
    body: '{time} 以后开始删除，在那之前可以取消。不是您本人申请的，请马上取消，并到便民服务中心挂失。',
  },
  cancelled: { title: '删除个人信息的申请已取消', body: '您的资料都还在，什么也没有删。' },
} as const

/** The parts of the report that no capability words itself. */
export const erasurePartWords: Readonly<Record<string, string>> = {
  accounts: '实名信息、账号和登录记录',
  approvals: '窗口登记的复核记录',
  audit: '操作日志',
  bills: '账单',
  desk: '窗口事项',
  families: '家人关系',
  imports: '导入的居民资料',
  messages: '消息',
  organisations: '所在村（社区）',
  payments: '付款与收据',
  staff: '工作人员账号',
}

/** What stays in any case, with the law that says so. */
export const alwaysKept = {
  audit: {
    what: '操作日志（只有编号和时间，没有姓名和号码）',
    why: '《网络安全法》第二十三条、《个人信息保护法》第五十六条：操作记录应当留存。',
  },
  looks: {
    what: '谁看过我的信息',
    why: '《个人信息保护法》第五十六条：处理情况记录至少保存三年。',
  },
  ledger: {
    what: '删除台账（只有编号和时间）',
    why: '系统从备份恢复后，要照这份台账再删一次，《个人信息保护法》第四十七条。',
  },
  consents: {
    what: '同意和撤回的记录',
    why: '《个人信息保护法》第十四条、第六十九条：要能证明处理前征得过您的同意。',
  },
} as const
