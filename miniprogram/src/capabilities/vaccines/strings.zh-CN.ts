/** Words of 约疫苗 outside the choice of a seat (seats.zh-CN.ts) and the booking (booking.zh-CN.ts). */
import { speakDay } from '@xlb/shared/platform/day-words.ts'

export const timeWords = {
  weekdays: '一二三四五六日',
  weekday: (name: string): string => `周${name}`,
  someone: '某',
} as const

export const doseOf = (name: string, dose: number | null): string =>
  dose === null ? name : `${name} 第\u00a0${String(dose)}\u00a0剂`

export const relationWords = { self: '本人', child: '孩子' } as const

export const familyWords = {
  title: '约疫苗',
  due: (count: number): string => `${String(count)} 种该打了`,
  dueElder: (count: number): string => `有 ${String(count)} 种该打了`,
  paidToo: '还有自费的可以打，自愿',
  paidTooElder: '还有自费的，打不打随您',
  paid: (names: string): string => `自费自愿的：${names}`,
  paidElder: (names: string): string => `自费的，打不打随您：${names}`,
  names: (names: readonly string[], count: number): string =>
    count > names.length ? `${names.join('、')}，等 ${String(count)} 种` : names.join('、'),
  next: (name: string, day: string): string => `下一针 ${day} 起：${name}`,
  nothing: '现在没有要打的',
  booked: (when: string, what: string): string => `已约 ${when} ${what}`,
  bookedElder: (when: string, what: string): string => `约好了${what}，${when}`,
  asking: '正在查接种记录',
  add: '给孩子约',
  addNote: '先在“家人”里添加孩子',
  more: '添加孩子、看家人',
  spoken: (count: number): string => `一共 ${String(count)} 个人，点名字看该打什么疫苗。`,
} as const

export const planWords = {
  title: '接种计划',
  titleOf: (name: string): string => `${name}的疫苗`,
  booked: '约好的',
  now: '现在可以打的',
  nowElder: '现在能打的',
  soon: '快到日子的，可以先约',
  later: '以后再打的',
  cannot: '现在不能约的',
  done: '打全的',
  free: '免费',
  paid: '自费自愿，在门诊付款',
  anyOne: '同类的任选一种',
  late: '晚了，可以补打',
  lateElder: '晚了，还能补',
  book: '约这一针',
  bookLabel: (what: string): string => `约这一针，${what}`,
  unverified: '门诊核实后才能约',
  fromDay: (day: string): string => `${day} 起可以打`,
  from: (day: string, dose: number): string => `第 ${String(dose)} 剂，${day} 起可以打`,
  fromElder: (day: string, dose: number): string => `第 ${String(dose)} 针，${day}起能打`,
  nothingNow: '现在没有要打的',
  nothingNowWords: '到了日子，首页和消息里会告诉您。',
  record: '接种记录',
  recordCount: (count: number): string => `打过 ${String(count)} 针，哪天、在哪里打的`,
  old: (minute: string): string => `接种记录是 ${minute} 的`,
  oldWords: '省里的系统暂时连不上，先按这份记录看。到门诊打之前，护士会再核对。',
  schedule: (source: string): string => `该打什么，按${source}推算。`,
  askClinic: '有疑问，打接种门诊的电话',
  spokenDue: (names: readonly string[]): string => `现在能打的有：${names.join('，')}。`,
  spokenPaid: (name: string): string => `${name}，这是自费的，打不打随您`,
  spokenNone: '现在没有要打的疫苗。',
  spokenBooked: (what: string, when: string): string => `约好了${what}，${when}。`,
  spokenLater: (name: string, day: string): string => `以后：${name}，${speakDay(day)}起。`,
  spokenHow: '要约哪一种，就点它下面的“约这一针”。',
} as const

export const recordWords = {
  title: '接种记录',
  none: '还没有接种记录',
  noneWords: '在接种门诊打过以后，会从省里的系统传过来。刚打的，一般当天能看到。',
  lot: (lot: string): string => `批号 ${lot}`,
  total: (count: number): string => `一共 ${String(count)} 针`,
  wrong: '和接种证上的不一样，请打接种门诊的电话。',
  spoken: (name: string, day: string, site: string): string => `${day}，${name}，在${site}打的。`,
} as const

/** What stands in the way of a record, by the code of the refusal. */
export const troubleWords = {
  realName: '先核对一次实名',
  realNameWords: '约疫苗要知道是谁打。核对姓名和身份证号，只要一次。',
  goRealName: '去实名',
  consent: '要先同意使用孩子的信息',
  consentWords: '看孩子的接种记录、帮孩子约，要您先看一遍告知，同意了再往下办。',
  goConsent: '去看告知',
  gone: '现在看不到这个人的疫苗',
  goneWords: '可能监护关系已经结束，或者不在您的家人里。有疑问请打电话问。',
  toFamily: '回到家人',
  mismatch: '登记的信息对不上',
  unknown: '还没有接种登记',
  again: '再查一次',
} as const
