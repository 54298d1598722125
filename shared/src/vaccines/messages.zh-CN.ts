import type { RefusalCode } from './vaccine-schemas.ts'
import type { vaccinesErrors } from './errors.ts'
import type {
  BookingState,
  DossierState,
  DutyState,
  LotState,
  ReportState,
  SessionState,
  SignOffState,
} from './states.ts'

export const vaccinesMessages: Readonly<Record<keyof typeof vaccinesErrors, string>> = {
  'registry-unreachable': '暂时连不上省里的免疫规划系统，看不到接种记录。请稍后再试，或打接种门诊的电话。',
  'registry-mismatch': '接种登记里的出生日期和身份信息对不上，先不显示。请带接种证到接种门诊核对。',
  'registry-unknown': '省里的免疫规划系统还没有这个人的接种登记。请带接种证到接种门诊登记。',
  'dose-not-now': '这一天还不能打这一剂：{why}。',
  'dose-booked': '这一剂已经约在 {day} {from}，不用再约。要换时间请改期。',
  'same-time-booked': '{day} {from} 已经约了别的疫苗，请换一个时间。',
  'session-not-open': '这一场现在不能约，请看别的日子。',
  'seats-gone': '这个时间刚刚约满，请换一个时间。',
  'booking-over': '这个预约已经结束，不能再改。',
  'hold-lapsed': '保留的时间过了，名额已经放回。请重新选时间。',
  'unfit-for-dose': '按您的回答，现在不宜打这一剂：{why}。请打接种门诊的电话问清楚。',
  'notice-changed': '告知书换了新的一版，请重新看一遍再确认。',
  'facts-changed': '这种疫苗的资料刚刚有变化，请重新看一遍再签字。',
  'session-there': '{day} 已经有一场这种疫苗，请换一个日子。',
  'session-over': '这一场已经结束，不能再改。',
  'capacity-below-taken': '这个时间已经有 {taken} 人约了，名额不能少于这个数。',
  'changes-used-up': '这一剂已经改过 {most} 次，不能再在手机上改，请打接种门诊的电话。',
  'lot-expired': '这一批疫苗的有效期到 {expiry}，不能再用。',
  'lot-unfit': '这一批不是要打的这种疫苗，请重新选批号。',
  'lot-stopped': '这一批已经停用，请重新选批号。',
  'lot-entered': '这个批号已经登记过，内容和这次填的不一样，请核对。',
  'pack-given': '这个追溯码的疫苗已经用完，请核对扫的是不是这一支。',
  'dose-twice': '这个人 {day} 已经登记过一剂同样的疫苗，请核对。',
  'check-in-code-unknown': '没有找到这个预约码，请核对；或从今天的名单里找。',
  'check-in-elsewhere': '这个预约不在本门诊，约的是{site}。',
  'check-in-other-day': '这个预约约在 {day}，不是这一天。',
  'booking-not-there': '这个预约现在是“{state}”，不能这样登记。',
  'observation-running': '留观要到 {until}，时间到了再登记没有反应；有反应可以马上登记。',
  'walk-in-unknown': '系统里没有这个证件号的人，请本人或监护人先在手机上完成实名，再来登记。',
  'duty-needed':
    '这一场还没有同意您当班，不能看来的人。请先申请当班，由另一位工作人员同意；等不及的可以先办，再补同意。',
  'child-duty-needed':
    '这个孩子不在今天的名单里，看接种记录要单独申请，由另一位工作人员同意；等不及的可以先办，再补同意。',
}

export const dossierStateWords: Readonly<Record<DossierState, { standard: string; elder: string }>> = {
  OPEN: { standard: '已取得接种记录', elder: '查到了接种记录' },
  ERASED: { standard: '已按本人要求删除', elder: '已经删掉了' },
}

export const sessionStateWords: Readonly<Record<SessionState, { standard: string; elder: string }>> = {
  DRAFT: { standard: '还没放号', elder: '还没开始约' },
  RELEASED: { standard: '可以预约', elder: '能约' },
  SUSPENDED: { standard: '暂停', elder: '停了' },
  CLOSED: { standard: '已结束', elder: '结束了' },
}

export const signOffStateWords: Readonly<Record<SignOffState, { standard: string; elder: string }>> = {
  SIGNED: { standard: '门诊已核实签字', elder: '门诊签过字' },
  WITHDRAWN: { standard: '门诊已撤回', elder: '门诊撤回了' },
}

export const dutyStateWords: Readonly<Record<DutyState, { standard: string; elder: string }>> = {
  ASKED: { standard: '等另一位同意', elder: '还没同意' },
  STANDING: { standard: '已同意', elder: '同意了' },
  REFUSED: { standard: '没有同意', elder: '没同意' },
  WITHDRAWN: { standard: '先办了，没有补到同意', elder: '没补到同意' },
}

export const bookingStateWords: Readonly<Record<BookingState, { standard: string; elder: string }>> = {
  HELD: { standard: '名额为您保留中', elder: '先给您留着' },
  CONFIRMED: { standard: '已预约', elder: '约好了' },
  CHECKED_IN: { standard: '已签到', elder: '到了' },
  VACCINATED: { standard: '已接种，留观中', elder: '打好了，再坐一会儿' },
  OBSERVED: { standard: '已完成', elder: '打好了' },
  DEFERRED: { standard: '今天没有打', elder: '今天没打成' },
  LEFT: { standard: '没打就走了', elder: '没打' },
  LAPSED: { standard: '超时没有确认', elder: '时间过了' },
  CANCELLED: { standard: '已取消', elder: '取消了' },
  NO_SHOW: { standard: '没有来', elder: '没去' },
  REBOOK_NEEDED: { standard: '要重新选时间', elder: '要换个时间' },
}

/** Why a dose cannot be given now. `{day}`: the first day that works. */
export const refusalWords: Readonly<Record<RefusalCode, { standard: string; elder: string }>> = {
  'wrong-sex': { standard: '这种疫苗只给另一性别的人打', elder: '这种疫苗不适合您打' },
  'not-entitled': {
    standard: '出生日期不在免费接种的范围里，可以问门诊自费怎么打',
    elder: '不在免费的范围里，可以问门诊',
  },
  'go-now': { standard: '被咬伤、抓伤请马上去门诊，不用预约', elder: '被咬了、抓了，马上去门诊，不用约' },
  'too-young': { standard: '还没到年龄，{day} 起可以打', elder: '年龄还没到，{day} 起能打' },
  'too-old': { standard: '已经过了可以补打的年龄', elder: '过了能打的年龄' },
  'needs-test': { standard: '要先在门诊做结核菌素试验，阴性才能打', elder: '要先去门诊做皮试' },
  'too-soon': { standard: '离上一剂太近，{day} 起可以打', elder: '离上次太近，{day} 起能打' },
  'live-gap': { standard: '离另一种减毒活疫苗不到 28 天，{day} 起可以打', elder: '离另一种疫苗太近，{day} 起能打' },
  'out-of-season': { standard: '不在接种季，{day} 起可以打', elder: '还没到打的季节，{day} 起能打' },
  done: { standard: '已经打全', elder: '打全了' },
  'done-this-season': { standard: '这个流行季已经打过，{day} 起可以打下一次', elder: '今年打过了，{day} 起再打' },
  'other-first': { standard: '要先打完前面的疫苗', elder: '前面的疫苗还没打完' },
  'ask-clinic': { standard: '以前打的是同类的另一种疫苗，怎么接着打请问门诊', elder: '怎么接着打，请问门诊' },
}

/** Why a booking was unsettled; filled into letters, without a full stop. */
export const sessionReason = (words: string): string => `这一场暂停了（${words}）`
export const movedReason = '这一场改了日子，新日子不合适'

/** Of the questions before a dose. */
export const everyQuestion = '每一个健康问题都要回答。'

/** Who says what was given. */
export const REGISTRY_NAME = '浙江省免疫规划信息系统'

/** Letters of the inbox. `{who}` is masked, `{what}` is `百白破疫苗 第 5 剂`. */
export const vaccineLetters = {
  confirmed: { title: '疫苗约好了', body: '{who} 的 {what} 约在 {when}，{where}。请带预防接种证和身份证件。' },
  changed: { title: '疫苗改期了', body: '{who} 的 {what} 改在 {when}，{where}。' },
  unsettled: {
    title: '疫苗预约要重新选时间',
    body: '{who} 的 {what}（{when}，{where}）不能按原来的时间打：{why}。请点开重新选时间，不算改期次数。',
  },
  dropped: {
    title: '这一剂不用再打了',
    body: '{who} 的 {what}（{when}，{where}）已经取消：{why}。有疑问请打接种门诊的电话。',
  },
  moved: {
    title: '接种门诊改了日子',
    body: '{who} 的 {what} 改到 {when}，{where}，时间段不变。去不了可以点开改期，不算改期次数。',
  },
  ended: { title: '疫苗预约已取消', body: '{who} 的 {what}（{when}，{where}）已经取消，名额放回去了。' },
  given: {
    title: '疫苗打好了',
    body: '{who} 的 {what} 已在{where}打好。请留观 {minutes} 分钟再走；回家后不舒服，请打接种门诊的电话。',
  },
  deferred: { title: '疫苗今天没有打', body: '{who} 的 {what}（{when}，{where}）没有打：{why}。' },
  missed: {
    title: '疫苗还没有打',
    body: '{who} 的 {what}（{when}，{where}）没有打成。方便的时候可以重新约，不影响以后。',
  },
  tomorrow: { title: '明天打疫苗', body: '{who} 的 {what} 约在明天 {when}，{where}。请带预防接种证和身份证件。' },
} as const

export const lotStateWords: Readonly<Record<LotState, { standard: string; elder: string }>> = {
  IN_USE: { standard: '在用', elder: '在用' },
  STOPPED: { standard: '停用', elder: '停用' },
}

export const reportStateWords: Readonly<Record<ReportState, { standard: string; elder: string }>> = {
  QUEUED: { standard: '等待上报', elder: '还没报上去' },
  REPORTED: { standard: '已上报', elder: '报上去了' },
  SAME_DOSE: { standard: '省里已有这一剂', elder: '省里已经有了' },
  REFUSED: { standard: '省里没有收', elder: '没有报成' },
  SUPERSEDED: { standard: '已更正，另行上报', elder: '改过，重新报' },
}
