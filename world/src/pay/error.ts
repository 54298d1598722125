/** Refusals of WeChat Pay: HTTP status, code, sentence, and the digits that close the Request-Id (WECHAT.md §5). */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  /** `0` where WECHAT.md names none. */
  readonly digits: string
}

const refusal = (status: number, code: string, message: string, digits = '0'): Refusal => ({
  status,
  code,
  message,
  digits,
})

export const refusals = {
  sign: refusal(401, 'SIGN_ERROR', '签名错误，请检查后再试'),
  param: refusal(400, 'PARAM_ERROR', '参数错误'),
  extraField: refusal(400, 'PARAM_ERROR', '请求中含有接口未定义的参数', '270924358'),
  differs: refusal(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致', '268498688'),
  alreadyPaid: refusal(400, 'ORDERPAID', '该订单已支付', '268449538'),
  closed: refusal(400, 'ORDER_CLOSED', '该订单已关闭', '268447914'),
  noOpenid: refusal(400, 'PARAM_ERROR', '无效的openid', '268501013'),
  notBound: refusal(400, 'APPID_MCHID_NOT_MATCH', '商户号与appid不匹配', '268445527'),
  rate: refusal(429, 'FREQUENCY_LIMITED', '频率超限', '268447840'),
  tooOften: refusal(429, 'FREQUENCY_LIMITED', '频率超限，请一分钟后再试'),
  system: refusal(500, 'SYSTEM_ERROR', '系统异常，请稍后重试'),
  noOrder: refusal(404, 'ORDER_NOT_EXIST', '订单不存在'),
  noBill: refusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在'),
  billNotReady: refusal(400, 'STATEMENT_CREATING', '账单生成中'),
  noResource: refusal(404, 'RESOURCE_NOT_EXISTS', '查询的资源不存在'),
  notEnough: refusal(403, 'NOT_ENOUGH', '余额不足'),
  aboveLeft: refusal(403, 'NOT_ENOUGH', '退款金额超过可退金额'),
  refundDiffers: refusal(400, 'PARAM_ERROR', '订单金额或退款金额与之前请求不一致，请核实后再试'),
  tooManyParts: refusal(400, 'INVALID_REQUEST', '一笔订单最多退款50次'),
  tooOld: refusal(400, 'INVALID_REQUEST', '订单已超过一年，不能退款'),
  foreign: refusal(403, 'NO_AUTH', '商户号与签名商户不一致'),
} satisfies Record<string, Refusal>

export interface FieldFault {
  readonly field: string
  readonly issue: string
}

/** Thrown by handlers; `field` names the offending place for PARAM_ERROR. */
export class PayRefused extends Error {
  readonly refusal: Refusal
  readonly field: FieldFault | undefined

  constructor(what: Refusal, field?: FieldFault) {
    super(what.code)
    this.refusal = what
    this.field = field
  }
}
