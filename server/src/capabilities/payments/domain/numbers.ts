import { localMinute } from '@xlb/shared/platform/time.ts'

/** `XLB26112309125812345678`: out_trade_no, at most 32 letters and digits; the minute helps people who read it over the phone. */
export function orderNumber(now: number, digits: string): string {
  return `XLB${localMinute(now).replace(/\D/g, '').slice(2)}${digits}`
}

/** The refund's number follows from the order's: a retry cannot make a second one. */
export function refundNumber(orderNo: string): string {
  return `R${orderNo}`
}

export function receiptNumber(now: number, digits: string): string {
  return `SJ${localMinute(now).replace(/\D/g, '').slice(0, 8)}${digits}`
}

/** RFC 3339 at +08:00 with seconds, as `time_expire` wants it. */
export function rfc3339(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
