import type { BookingTerms } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'

/** Words of choosing where, on which day and at what time. */
export const seatWords = {
  title: '选日期和时间',
  titleElder: '选哪天去打',
  titleChange: '改时间',
  free: '免费',
  paid: '自费，在门诊付款',
  priced: (yuan: string): string => `自费 ${yuan} 元，在门诊付款`,
  otherPerson: '换人',
  otherPersonLabel: (who: string): string => `换人，现在是给${who}约`,
  otherSite: '换地点',
  otherSiteLabel: (site: string): string => `换地点，现在是${site}`,
  skipped: (site: string): string => `${site}近四周没有这种疫苗的号，先看这一家。`,
  change: (when: string): string => `现在约的是 ${when}`,
  changeLeft: (left: number): string => `还可以改 ${String(left)} 次。新的约好，旧的自动放掉。`,
  changeFree: '这次不算改期次数。',
  month: (day: string): string => `${day.slice(0, 4)} 年 ${String(Number(day.slice(5, 7)))} 月`,
  firstOf: (day: string): string => `${String(Number(day.slice(5, 7)))}/1`,
  live: (clock: string): string => `名额实时，${clock}`,
  left: (count: number): string => `余 ${String(count)}`,
  leftOf: (count: number): string => `余 ${String(count)} 个`,
  full: '已满',
  fullElder: '满了',
  rest: '休',
  past: '过了',
  refused: '不能打',
  day: (day: string, weekday: string, words: string): string => `${day}，${weekday}，${words}`,
  moreDays: '再看后面的日子',
  notThen: (day: string): string => `${day} 还不能打`,
  notThenEver: (day: string): string => `${day} 不能打`,
  notToday: '今天还不能打',
  earliest: (when: string): string => `最早能约 ${when}，已为您选好这一天。`,
  takeOffer: (when: string): string => `选 ${when}`,
  firstOnly: (day: string): string => `最早 ${day} 起可以打，那几天还没有放号。`,
  noneTitle: '现在不能打',
  noneWords: (why: string): string => `${why}。有疑问请打接种门诊的电话。`,
  fullTitle: '近四周都约满了',
  fullWords: '可以换一个地点，或打电话问门诊哪天再放号。',
  nothingTitle: '近四周没有放号',
  nothingWords: '这里最近没有这种疫苗的号。可以换一个地点，或打电话问。',
  release: (day: string, at: string): string => `${day} 的号，${at} 放出来。`,
  windowsOf: (day: string): string => `${day}的时间`,
  rule: ({ mostChanges, lateHours }: BookingTerms): string =>
    `开始前都可以取消或改期，最多改 ${String(mostChanges)} 次；离开始不到 ${String(lateHours)} 小时取消，算一次改期。没来不影响以后打免费疫苗。`,
  hold: (when: string): string => `选 ${when}，下一步`,
  holdElder: (when: string): string => `就约 ${when}`,
  holding: '正在给您留名额',
  move: (when: string): string => `改到 ${when}`,
  moving: '正在改',
  chooseFirst: '请先选一个时间',
  stale: '取到新名额后才能选',
  hint: (minutes: number): string => `名额为您留 ${String(minutes)} 分钟，不够可以延长`,
  moveHint: '点了马上改好，原来的时间会放掉',
  problem: '没有约成',
  takeNext: (when: string): string => `改选 ${when}`,
  seeThat: '看那个预约',
  callClinic: '打接种门诊的电话',
  spoken: (who: string, what: string, where: string): string => `给${who}约${what}，在${where}。`,
  spokenOffer: (when: string): string => `已经替您选好 ${when}，点最下面的蓝色按钮就行。`,
  spokenNone: (why: string): string => `现在不能打：${why}。`,
} as const

export const siteWords = {
  title: '在哪里打',
  near: '您所在的乡镇',
  far: '其他地点',
  howFar: '看看离我多远',
  howFarNote: '位置只在手机上算，不会发给我们',
  noPlace: '没有取到位置，不影响预约',
  opens: (day: string): string => `最早 ${day} 能约`,
  noneSoon: '近四周没有号',
  kilometres: (metres: number): string =>
    metres < 1000 ? '离您不到 1 公里' : `离您 ${(metres / 1000).toFixed(1)} 公里`,
  keep: '不换了',
  spoken: (name: string, when: string): string => `${name}，${when}。`,
} as const

/** Free, or what it costs where somebody said so. */
export function costWords(free: boolean, price: number | null): string {
  if (free) return seatWords.free
  return price === null ? seatWords.paid : seatWords.priced(formatYuan(price))
}
