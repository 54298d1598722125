/** Words of the nurse's day, apart from those that pages of residents carry. */
import type { ChildReason } from './duty-endpoints.ts'
import type { DeferReason, Reaction } from './nurse-schemas.ts'

/** Why nothing was given; shown to the person as well. */
export const deferWords: Readonly<Record<DeferReason, string>> = {
  fever: '发热，退热后再来',
  ill: '身体不舒服，好了再来',
  contraindication: '有不宜接种的情况，请听医生的安排',
  schedule: '按接种程序今天还不能打',
  'no-vaccine': '疫苗没有了，请另约时间',
  'changed-mind': '本人或监护人今天不想打',
  other: '其他原因',
}

export const reactionWords: Readonly<Record<Reaction, string>> = {
  none: '没有不适',
  mild: '轻微反应',
  severe: '较重反应，已处理',
}

/** To the officer who decides whether a nurse may see a child who is not on the list. */
export const childReasonWords: Readonly<Record<ChildReason, string>> = {
  'came-unbooked': '没有预约，人到了门诊',
  'from-paper': '补登记纸上的接种',
  correction: '更正以前的接种记录',
}

/** To the nurse; a longest interval that is over refuses nothing. `{until}` is a day. */
export const longestIntervalOver = '离上一剂已经超过建议的最长间隔（{until}），接着打，不用从头来。'
export const otherNeedsWords = '选了其他原因，请写明。'
export const reactionNeedsWords = '有反应请写明情况。'
/** Why a booking that waited for a new day is over. */
export const cameInstead = '已在门诊现场登记，不用再约'
