/**
 * A payment that fits no order goes into suspense with a difference that owns it. A second payment of the full amount for an order that has its money is
 * an exact duplicate and goes back by itself; one for a number that we never gave out waits for staff.
 */
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { Ctx } from '#platform/context.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { firstVersion, moveRecord } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import type { OrderRow } from '../data/orders.ts'
import { strays, type StrayRow } from '../data/strays.ts'
import { payProvider, type PaymentFact } from '../providers/pay-provider.ts'
import { approveRefund, requestRefund } from './request-refund.ts'
import { openDifference } from './keep-differences.ts'

export async function holdStray(ctx: Ctx, fact: PaymentFact, order: OrderRow | null): Promise<StrayRow> {
  const merchant = ctx
    .port(payProvider)
    .merchantsOf(ctx.tenant)
    .find((one) => one.mchid === fact.mchid)
  const utility = merchant?.utility ?? order?.utility ?? ''
  const cause = order === null ? ('order-unknown' as const) : ('second-payment' as const)
  const { mchid, transactionId, no, amount, paidAt } = fact
  const row = firstVersion<StrayRow>(
    ctx,
    strays,
    {
      _id: newId('sty'),
      tenant: ctx.tenant,
      state: 'HELD',
      cause,
      transactionId,
      no,
      orderId: order?._id ?? null,
      mchid,
      utility,
      amount,
      paidAt,
      refundId: null,
    },
    {
      act: 'payments.stray-held',
      note: { amount, cause },
      events: [{ name: 'payments.stray-held', data: { mchid, till: '', utility, amount, purpose: 'stray' } }],
    },
  )
  const { row: held } = await strays.insertOrGet(ctx, { mchid, transactionId }, row)
  await openDifference(ctx, {
    kind: 'suspense',
    ref: held._id,
    utility,
    place: mchid,
    day: dayOf(Date.parse(paidAt)),
    recordId: held._id,
    ours: 0,
    theirs: amount,
  })
  await raiseAlarm(ctx, { kind: 'payment-without-order', recordId: held._id, data: { amount, cause } })
  const duplicate = order !== null && fact.currency === 'CNY' && amount === order.receivedAmount
  return duplicate && held.state === 'HELD' ? await returnStray(ctx, held) : held
}

/** The whole of it goes back the way it came, under a number that follows from the payment's own. */
export async function returnStray(ctx: Ctx, stray: StrayRow): Promise<StrayRow> {
  const { mchid, no, amount, transactionId, utility } = stray
  const refund = await requestRefund(ctx, {
    refundNo: `RS${transactionId}`.slice(0, 64),
    orderId: stray._id,
    orderNo: no,
    of: 'stray',
    mchid,
    utility,
    transactionId,
    amount,
    total: amount,
    reason: '重复付款退回',
  })
  crashPoint('stray-refund-requested')
  await approveRefund(ctx, refund)
  const moved = await moveRecord(
    ctx,
    strays,
    stray,
    { state: 'REFUNDING', set: { refundId: refund._id } },
    { act: 'payments.stray-refund', note: { refund: refund._id } },
  )
  return moved ?? (await strays.findOne(ctx, { _id: stray._id })) ?? stray
}
