/** Words of the account pages: which accounts one pays for, who belongs to them, how a year went. */
import type { AccountPerson, AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { formatYuan, speakYuan } from '@xlb/shared/platform/money-words.ts'
import { unitsOf } from './units.zh-CN.ts'

export const sectionWords: Readonly<Record<AccountRow['role'], string>> = {
  owner: '自家的',
  viewer: '能看用量的',
  payer: '帮着交的',
}

export const accountWords = {
  title: '缴费户号',
  noneTitle: '还没有绑定户号',
  none: '照纸质账单填户号和户主姓名，就能交费。父母的、邻居的也能绑。',
  add: '绑定户号',
  help: '怎么交费，发票去哪里开',
  helpNote: '一步一步说，能念给您听',
  code: '户号',
  office: '收费单位',
  due: '要缴的',
  dueElder: '要交的',
  dueNone: '没有',
  dueValue: (count: number, amount: number): string => `${String(count)} 笔，${formatYuan(amount)} 元`,
  advance: '预存着',
  advanceValue: (amount: number): string => `${formatYuan(amount)} 元，抵下一期`,
  until: '能看到哪天',
  pay: '去缴费',
  payElder: '去交',
  history: '用量和历史',
  people: '谁能看、谁能交',
  move: '搬家，不住这里了',
  labelOf: (words: string, { ownerName, utility }: Pick<AccountRow, 'ownerName' | 'utility'>): string =>
    `${words}，${ownerName}家的${utilityWords[utility].spoken}`,
  leave: '不再替这家交',
  leaveAsk: (name: string, utility: Utility): string => `以后不再替${name}家交${utilityWords[utility].spoken}`,
  leaveNote: '这一户的账单和提醒您都收不到了。您交过的收据还在。以后想再交，重新绑定就行。',
  leaveYes: '确定，不再交',
  leaveNo: '先不动',
  leaveProblem: '没有办成',
  reminders: '到期提醒',
  remindersLabel: '到期提醒',
  remindersOn: '现在开着，快到期时发消息提醒您',
  remindersOff: '现在关着，到期不提醒您',
  remindersProblem: '没有改成',
  turnOff: '关掉',
  turnOn: '打开',
  remindMe: '下次快到期，微信里提醒我',
  remindLeft: (left: number): string =>
    left === 0
      ? '点一次，微信会问您一次，同意了就提醒一次。不点也没关系，到期的账单“消息”里都有。'
      : `微信里还能提醒您 ${String(left)} 次，再点一次多一次。`,
  remindYes: '记下了，快到期时微信里提醒您。',
  remindNo: '好的，微信里不提醒。到期的账单“消息”里都有。',
  remindNotAsked: '微信没有问，可能关掉了订阅消息。到期的账单“消息”里都有。',
  remindProblem: '没有记下来',
  gone: '现在看不到这个户号',
  goneWords: '可能已经解绑，或者户主收回了。回缴费户号一页看看。',
  back: '回缴费户号',
  spokenNone: '还没有绑定户号。点最下面的“绑定户号”，照账单填就行。',
  spoken: (role: string, name: string, utility: Utility, due: string): string =>
    `${role}，${name}家的${utilityWords[utility].spoken}户号，${due}。`,
  spokenDue: (count: number, amount: number): string =>
    count === 0 ? '没有要交的' : `有 ${String(count)} 笔要交，${speakYuan(amount)}`,
} as const

/** Fen that are offered beyond the bills. */
export const advanceSums = [5_000, 10_000, 20_000] as const

export const advanceWords = {
  offer: '多交一些，先存着',
  title: '另外存多少',
  what: '和账单一起付，存在这个户号里，下一期账单自动先用它抵。搬家时没用完的，退给交钱的人。',
  sum: (sum: number): string => `另存 ${formatYuan(sum)} 元`,
  pay: (sum: number): string => `账单和预存一起付 ${formatYuan(sum)} 元`,
  paying: '正在打开微信支付',
  no: '不存了',
} as const

export const bindWords = {
  title: '绑定户号',
  which: '交什么费',
  whichNone: '请先点一下交什么费。',
  about: '照纸质账单填',
  aboutWords: '帮父母、邻居交也行。填对户号和户主全名，就能看到要交多少。',
  code: '户号',
  codeHint: '账单上方的一串字母和数字，大小写都行',
  codeWrong: '户号是 6 到 24 位字母和数字，请照账单再看一遍。',
  owner: '户主姓名',
  ownerHint: '账单上的全名，一个字都不能少',
  add: '绑定',
  adding: '正在核对',
  fieldsWrong: '请照上面红字改一下',
  problem: '没有绑定成',
  privacyTitle: '绑定以后',
  privacy: [
    '您看得到要交多少、自己交过的，看不到人家的用量和地址。',
    '户主看得到您绑定了，随时能取消。',
    '填的内容只在这一页，离开就清掉。',
  ],
  noMatchTitle: '户号和户主姓名对不上',
  noMatch: '请照账单再看一遍：户号一位不差，姓名写全名。一天错 5 次就要等到明天。也可以打电话请工作人员查。',
  tooOftenTitle: '今天试的次数用完了',
  tooOften: '一天只能错 5 次，免得有人乱试别人家的户号。明天再来，或者带账单到营业厅、便民服务中心办。',
  nameFirst: '先核对您本人',
  nameFirstWords: '要绑定户号，先要知道您是谁。核对一次就够了。',
  goRealName: '去实名核对',
  done: '绑定好了',
  doneWords: (name: string, utility: Utility): string => `以后${name}家的${utilityWords[utility].spoken}，您都能交。`,
  doneOwner: (utility: Utility): string => `这是您自家的户号。${utilityWords[utility].spoken}的账单和用量都能看。`,
  seeBills: '看账单',
  toAccounts: '看缴费户号',
  spoken: [
    '先点一下交什么费，再照账单填户号和户主的全名，最后点“绑定”。',
    '绑定以后，您看得到要交多少，看不到人家的用量和地址。',
  ],
} as const

export const utilityChoices: readonly { utility: Utility; title: string }[] = [
  { utility: 'water', title: utilityWords.water.bill },
  { utility: 'electricity', title: utilityWords.electricity.bill },
  { utility: 'gas', title: utilityWords.gas.bill },
]

export const peopleWords = {
  title: '谁能看、谁能交',
  intro: '您是户主，这里列着每一个能交、能看的人。不认识的人，点“移除”，马上就不能交、不能看了。',
  me: '您本人',
  onlyMe: '现在只有您自己。家里人想帮着交，在自己的手机上绑定这个户号就行。',
  can: { owner: '能交、能看用量和历史', payer: '能交，看不到用量和历史', viewer: '能交、能看用量和历史' },
  since: '从哪天起',
  until: '能看到哪天',
  lastUsed: '上次交费或查看',
  never: '还没有',
  grant: '让这个人看用量和历史',
  grantAsk: (name: string): string => `让${name}看到什么时候`,
  grantWords: '从这个月起的用量、钱数和地址。到期自动收回，您也能随时收回。',
  terms: [
    { days: 92, words: (day: string): string => `三个月，到 ${day}` },
    { days: 183, words: (day: string): string => `半年，到 ${day}` },
    { days: 365, words: (day: string): string => `一年，到 ${day}` },
  ],
  longer: '改到期的日子',
  notYet: '先不',
  revoke: '不让看了',
  revokeAsk: (name: string): string => `以后${name}看不到用量和历史`,
  revokeWords: '还能帮着交费。以后想让看，再点一下就行。',
  revokeYes: '不让看了',
  remove: '移除',
  removeAsk: (name: string): string => `移除${name}`,
  removeWords: '马上就不能交、不能看了。交过的收据还在本人那里。',
  removeYes: '移除',
  no: '先不动',
  problem: '没有办成',
  labelOf: (words: string, { name }: Pick<AccountPerson, 'name'>): string => `${words}，${name}`,
  spoken: (name: string, can: string): string => `${name}，${can}。`,
} as const

export const movingWords = {
  title: '搬家',
  whatTitle: '点了以后会怎样',
  what: [
    '您和家里人、帮着交的人，都不再绑定这个户号，也收不到它的账单和提醒。',
    '交过的收据都还在。',
    '预存的和以前多交的钱，会退给交钱的人。',
    '水表电表过户、销户，还要到收费单位办。',
  ],
  go: '搬走了，全部解绑',
  goAsk: '确定这一户全部解绑吗',
  goNote: '点错了也不要紧，照账单重新绑定就行。',
  yes: '确定，全部解绑',
  no: '先不动',
  problem: '没有办成',
  done: '办好了',
  doneWords: '这个户号已经全部解绑。搬到新家，绑定新户号就能交费。',
  spoken: '搬走以后点“搬走了，全部解绑”，这个户号就和您没有关系了。收据都还在。',
} as const

export const historyWords = {
  title: '全年用量和钱数',
  years: '看哪一年',
  year: (year: string): string => `${year} 年`,
  sum: (year: string): string => `${year} 年一共`,
  picture: '每期多少钱',
  now: (year: string): string => `${year} 年`,
  tableLabel: '每一期的用量和钱数',
  columns: (unit: string, beside: boolean): readonly string[] => [
    '期',
    `用量 ${unit}`,
    ...(beside ? ['上年 元'] : []),
    '金额 元',
  ],
  before: (amount: number): string => `${formatYuan(amount)} 元`,
  noBefore: '没有账单',
  none: '—',
  timed: (peak: number, valley: number): string => `，峰 ${String(peak)}、谷 ${String(valley)}`,
  noteOf: (used: string, timed: string, before: string): string =>
    `用了 ${used}${timed}${before === '' ? '' : `；上年这时 ${before}`}`,
  from: (period: string): string => `您能看 ${period} 期以后的。`,
  noneTitle: '这一年还没有账单',
  noneWords: '账单来了就会列在这里。',
  month: (period: string): string => `${String(Number(period.slice(5)))}月`,
  used: (usage: number, unit: 'm3' | 'kWh'): string => `${String(usage)} ${unitName(unit)}`,
  spokenTotal: (year: string, usage: string, amount: number): string =>
    `${year} 年一共用了 ${usage}，${speakYuan(amount)}。`,
} as const

/** Water and gas are both counted in 立方米. */
export const unitName = (unit: 'm3' | 'kWh'): string => unitsOf(unit === 'kWh' ? 'electricity' : 'water').unit
export const unitShort = (unit: 'm3' | 'kWh'): string => unitsOf(unit === 'kWh' ? 'electricity' : 'water').short
