import type { GuardianRelation } from './contract.ts'
import type { familiesErrors } from './errors.ts'
import type { GuardianshipState } from './states.ts'

export const familiesMessages: Readonly<Record<keyof typeof familiesErrors, string>> = {
  'real-name-needed': '请先完成您本人的实名核对，再办这件事。',
  'child-grown-up': '这个孩子已满 18 周岁，不能再由监护人代办。',
  'child-mismatch': '孩子的姓名和身份证号对不上，请照户口簿再核对一遍。',
  'guardianship-unknown':
    '人口信息系统里查不到您和孩子现在有效的监护关系。请带户口簿、出生医学证明或法院判决书到便民服务中心登记。',
  'guardianship-limit': '今天查询的次数用完了，请明天再试，或到便民服务中心登记。',
  'own-child-only': '不能把自己添加为孩子。',
  'guardianship-ended': '这份监护关系已经结束。',
  'guardianship-stands': '这份监护关系已经登记过了，正在复核或已经有效。',
}

export const guardianshipStateWords: Readonly<Record<GuardianshipState, { standard: string; elder: string }>> = {
  PROPOSED: { standard: '窗口已登记，等另一位工作人员复核', elder: '窗口登记了，还要再核一遍' },
  ACTIVE: { standard: '有效', elder: '能代办' },
  ENDED: { standard: '已结束', elder: '不能代办了' },
  REFUSED: { standard: '复核没有通过', elder: '没有办成' },
}

export const relationWords: Readonly<Record<GuardianRelation, string>> = {
  mother: '母亲',
  father: '父亲',
  grandparent: '祖父母或外祖父母',
  other: '其他监护人',
}

export const endReasonWords = {
  date: '到了登记的日期',
  birthday: '孩子满 18 周岁',
  revoked: '已经注销',
  'not-yet': '还没到开始的日期',
  corrected: '登记有误，已更正',
} as const

/** Letters of the inbox; `{guardian}`, `{child}` are masked names. */
export const familyLetters = {
  begun: {
    guardian: { title: '家人添加好了', body: '您现在可以替 {child} 办事。监护关系到 {until} 为止。' },
    child: { title: '有人登记为您的监护人', body: '{guardian} 可以替您办事。如果不对，请到便民服务中心更正。' },
  },
  refused: {
    guardian: { title: '监护关系没有登记成', body: '另一位工作人员复核没有通过。请带上材料到便民服务中心问一问。' },
  },
  ended: {
    guardian: { title: '监护关系已结束', body: '您不再替 {child} 办事：{reason}。' },
    child: { title: '监护关系已结束', body: '{guardian} 不再替您办事：{reason}。' },
  },
  grownSoon: {
    guardian: { title: '{child} 快满 18 周岁了', body: '从 {turns18} 起，{child} 的事由本人办，您不再代办。' },
    child: { title: '您快满 18 周岁了', body: '从 {turns18} 起，您的事由自己办，监护人不再替您办。' },
  },
  fourteen: {
    guardian: {
      title: '{child} 满 14 周岁了',
      body: '从 {turns14} 起，{child} 可以用自己的微信实名登录，也能看到谁是监护人。',
    },
    child: { title: '您满 14 周岁了', body: '从 {turns14} 起，您可以用自己的微信办事，也能看到谁是您的监护人。' },
  },
} as const

export const FAMILY_OFFICE = '便民服务中心'

export const paperWords = {
  'household-book': '户口簿',
  'birth-certificate': '出生医学证明',
  court: '法院判决书',
  designation: '村（居）委会指定',
} as const
