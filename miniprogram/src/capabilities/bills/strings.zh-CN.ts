/** Words of the bill pages, in both views. Words of the tiers and of what was used are in made.zh-CN.ts. */
import type { BillRow, Utility } from '@xlb/shared/bills/contract.ts'
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { formatYuan, speakYuan } from '@xlb/shared/platform/money-words.ts'
import { speakDay, speakPeriod } from '@xlb/shared/platform/day-words.ts'

type Named = Pick<BillRow, 'utility' | 'period'>

/** When the money stands in the utility's books: electricity takes one file a night. */
const afterWords: Readonly<Record<Utility, string>> = {
  water: '收款后约 10 分钟',
  electricity: '收款后，第二天早上',
  gas: '收款后约 20 分钟',
}

export const billWords = {
  listTitle: '水电燃气账单',
  listTitleElder: '交水电燃气费',
  listTitleOf: (utility: Utility): string => `${utilityWords[utility].bill}账单`,
  detailTitle: '账单详情',
  goTo: (utility: Utility): string => `交${utilityWords[utility].spoken}`,
  confirmingTitle: '付款结果',
  due: '待缴',
  done: '已缴',
  dueElder: '还没交的',
  doneElder: '交过的',
  showLabel: '看哪些账单',
  total: (count: number): string => `一共要缴，${String(count)} 笔`,
  totalElder: (count: number): string => `一共要交，${String(count)} 笔`,
  clearTitle: '都缴清了',
  clearWords: '没有要缴的。新账单来了，首页和消息里都会告诉您。',
  clearOf: (utility: Utility): string => `${utilityWords[utility].spoken}都缴清了`,
  others: '还有别的账单',
  noAccountTitle: '还没有绑定户号',
  noAccountWords: '绑定以后，自家的、帮父母和邻居交的账单，都会列在这里。',
  bind: '绑定户号',
  seeDone: '看以前的账单',
  noneDone: '还没有缴过的账单',
  noneDoneWords: '缴过的水费、电费、燃气费，都会记在这一页。',
  codeOf: (code: string): string => `户号 ${code}`,
  familyOf: (name: string): string => `${name}家`,
  groupElder: (name: string, utility: Utility): string => `${name}家的${utilityWords[utility].spoken}`,
  together: (count: number, amount: number): string => `${String(count)} 笔一起缴，${formatYuan(amount)} 元`,
  togetherElder: (count: number, amount: number): string => `${String(count)} 笔一起交，${formatYuan(amount)} 元`,
  togetherLabel: (words: string, name: string, utility: Utility): string =>
    `${words}，${spokenName(name)}家的${utilityWords[utility].spoken}`,
  stopped: '这个户号停用了',
  stoppedWords: (office: string): string => `在这里不能缴。欠的钱请打电话或到${office}营业厅办，办好以后这里会跟着变。`,
  accountsRow: '缴费户号',
  accountsRowNote: '绑定、用量和历史、谁能看谁能交',
  pay: (amount: number): string => `微信支付 ${formatYuan(amount)} 元`,
  payElder: (amount: number): string => `用微信交 ${formatYuan(amount)} 元`,
  payAgain: '继续付款',
  paying: '正在打开微信支付',
  payHint: '缴费不收手续费。一笔账单只会收一次款',
  payHintElder: '只收一次，不收手续费',
  payStale: '取到新账单后才能缴费',
  goPayElder: (utility: Utility): string => `去交${utilityWords[utility].spoken}`,
  seeBill: '看账单',
  seeResult: '看付款结果',
  seeReceipt: '查看收据',
  seeReceiptElder: '看收据',
  seeNewer: '看新账单',
  title: (bill: Named): string => `${utilityWords[bill.utility].bill} ${bill.period} 期`,
  titleElder: (bill: Named): string => `${speakPeriod(bill.period)}的${utilityWords[bill.utility].spoken}`,
  period: (period: string): string => `${period} 期`,
  dueBy: (day: string): string => `${day} 前缴`,
  dueByElder: (day: string): string => `${speakDay(day)}前交`,
  overdueSince: (day: string): string => `应在 ${day} 前缴`,
  overdueSinceElder: (day: string): string => `该在 ${speakDay(day)}前交的`,
  toPay: '这次要付',
  billed: '账单金额',
  penalty: '违约金',
  carriedLess: '以前多交和预存的，抵掉',
  carriedMore: '上次少交的，补上',
  yuan: (amount: number): string => `${formatYuan(amount)} 元`,
  minus: (amount: number): string => `减 ${formatYuan(amount)} 元`,
  coveredTitle: '不用再付',
  coveredWords: '预存的和以前多交的钱，够付这一张。',
  withOthers: (title: string, amount: number): string =>
    `这张账单和别的一起付：${title}，共 ${formatYuan(amount)} 元。`,
  creditedOn: (day: string): string => `${day} 入账`,
  received: '已收款',
  notReceived: '未收款',
  credited: '已入账',
  notCredited: '未入账',
  waitCredited: '等入账',
  waitYou: '等您付款',
  byWeChat: '微信支付',
  byOthers: '家里人付的，或在营业厅缴的',
  othersPay: '别人正在付',
  afterReceived: (utility: Utility): string => afterWords[utility],
  checking: '正在确认，请不要再付一次',
  account: '户号',
  owner: '户名',
  address: '地址',
  cycle: '抄表周期',
  reading: '读数',
  readingValue: (before: number, now: number): string => `${String(before)} 到 ${String(now)}`,
  span: (from: string, to: string): string => `${from} 至 ${to}`,
  forWhom: '给谁交',
  family: (name: string, address: string): string =>
    address === '' ? `${name}家` : `${name}家，${address.replace(/[\s*]+$/, '')}`,
  lastFour: (code: string): string => `户号最后四位 ${code.slice(-4)}`,
  payerTitle: '您是帮着交的',
  payerWords: '您看得到要交多少，看不到这一家的用量、地址和以前的账单。户主同意了才能看。',
  historyRow: '全年用量和钱数',
  historyRowNote: '和去年比一比',
  cancelled: '您没有付款，账单还在',
  cancelledWords: '随时可以再付。要是微信里已经扣了钱，我们会查到，不会多收。',
  payProblem: '这次没有付成',
  payUnknown: '没有等到回答，不知道有没有开始付款。网络好了请再点一次，还是同一笔，不会多收。',
  olderTitle: (bill: Named): string => `${speakPeriod(bill.period)}的${utilityWords[bill.utility].spoken}还没交`,
  olderWords: '要先交早的，早的拖着会加违约金。可以一起交，也可以只交早的。',
  olderOnly: (period: string): string => `先只交 ${speakPeriod(period)}的`,
  spokenAmount: (title: string, amount: number, state: string): string => `${title}，${speakYuan(amount)}，${state}。`,
  spokenTotal: (count: number, amount: number): string => `一共有 ${String(count)} 笔要交，${speakYuan(amount)}。`,
  spokenStopped: (name: string, utility: Utility): string =>
    `${name}家的${utilityWords[utility].spoken}户号停用了，在这里不能交。`,
  spokenPay: '要交的话，请点最下面的蓝色按钮。',
} as const

/** Somebody else is paying: the server gives a name only to those who live with the account. */
export const payingWords = {
  title: (name: string | null): string => `${name ?? '有人'}正在付这张账单`,
  wait: (clock: string): string => `您不用再付。要是到 ${clock} 还没有付成，您可以接着付。`,
  canTitle: (name: string | null): string => `${name ?? '有人'}开始付了，一直没有付成`,
  can: '您可以接着付。我们先问微信支付：那边已经付了，就不会再收您的钱；还没付，就关掉那一笔，再收您这一笔。',
  takeOver: (amount: number): string => `我来接着付 ${formatYuan(amount)} 元`,
} as const

/** A masked name as it can be spoken: 王*兰 is 王某兰. */
export function spokenName(name: string): string {
  return name.replace(/\*+/g, '某')
}
