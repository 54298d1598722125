/** Sentences of the platform's own errors, and of what can be wrong with a field. Plain, polite, no blame. */
import type { PlatformErrorCode } from './error.ts'

export const platformMessages: Readonly<Record<PlatformErrorCode, string>> = {
  'invalid-input': '有内容没填对，请照提示改一下。',
  'malformed-json': '送来的内容读不懂，请退回上一页再试。',
  'host-refused': '这个网址不对，请从小程序里重新打开。',
  'idempotency-key-missing': '这次提交少了编号，请退回上一页再试。',
  unauthenticated: '登录已过期，请重新登录。',
  'signature-refused': '签名不对，没有受理。',
  forbidden: '您现在不能办这件事。',
  'not-found': '没有找到。可能已经移走，或者不属于您。',
  'method-not-allowed': '这个地址不支持这样访问。',
  'idempotency-key-reused': '这个编号已经用在另一次提交上，请重新提交。',
  'still-running': '上一次提交还在办，请等几秒再看。',
  'changed-meanwhile': '刚才有了变化，请刷新再看。',
  'body-too-large': '内容太大，请减少一些再交。',
  'media-type-refused': '这种格式不能受理。',
  'too-many-requests': '点得太快了，请过 {seconds} 秒再试。',
  'input-refused': '有内容没填对，请照提示改一下。',
  'consent-needed': '核对身份前，需要您先同意处理身份信息。',
  'desk-case-needed': '需要填写这位居民在本窗口未办结的事项编号。',
  'own-matter': '本人和家人的事需要回避，请由其他工作人员办理。',
  'out-of-scope': '这件事不在您负责的地方，请转给当地工作人员。',
  'second-person-needed': '这件事要由另一位工作人员来定，不能自己定自己的。',
  internal: '系统出了问题，您的内容没有丢。请稍后再试，或打电话办。',
  unavailable: '系统正忙，请稍后再试，或打电话办。',
}

/** By the code of a field error. */
export const fieldMessages: Readonly<Record<string, string>> = {
  required: '这一项没有填。',
  'wrong-type': '这一项的格式不对。',
  'wrong-format': '这一项的格式不对。',
  'too-small': '这一项太小或太短。',
  'too-big': '这一项太大或太长。',
  'not-allowed': '这一项不能这样填。',
  'unknown-field': '多了不认识的内容。',
  'operator-refused': '这里只能填普通内容。',
  // Real names and ID numbers (real-name.ts, id-number.ts).
  missing: '这一项没有填。',
  'too-long': '姓名太长，请照证件再核对一遍。',
  'wrong-dot': '姓名中间的点不对，请用“·”（中间的圆点）。',
  'fifteen-digits': '这是 15 位的旧号码，请填新身份证上的 18 位号码。',
  'unknown-region': '号码开头的地区不对，请照身份证再核对一遍。',
  'no-such-day': '号码里的出生日期不存在，请照身份证再核对一遍。',
  'future-birth': '号码里的出生日期还没有到，请照身份证再核对一遍。',
  'wrong-check-digit': '号码有一位填错了，请照身份证再核对一遍。',
  'under-fourteen': '未满十四周岁的孩子由监护人办理，请监护人用自己的微信登录。',
}
