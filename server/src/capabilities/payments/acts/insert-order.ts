/** How every order begins: what is wished for, nothing yet of a payer, a provider or money; and written once, whoever tries it again under its id. */
import type { Ctx } from '#platform/context.ts'
import { createRecord, type Deed } from '#platform/db/record.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { AppError } from '#platform/errors.ts'
import { randomDigits } from '#platform/ids.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { orderNumber } from '../domain/numbers.ts'
import type { OrderWish } from './open-order.ts'

type NewOrder = Omit<OrderRow, 'version' | 'pending'>

/** `validUntil`: milliseconds. */
export function blankOrder(
  ctx: Ctx,
  wish: Omit<OrderWish, 'validMs'> & { readonly validUntil: number },
): Omit<NewOrder, 'state'> {
  const now = ctx.clock.now()
  const { orderId, purpose, utility, subjects, title, ownerName, accountCode, office, invoiceHint } = wish
  return {
    ...{ _id: orderId, tenant: ctx.tenant, no: orderNumber(now, randomDigits(8)) },
    ...{ purpose, utility, subjects, title, ownerName, accountCode, office, invoiceHint },
    liveKeys: [...subjects.map(({ id }) => id), orderId],
    amount: subjects.reduce((sum, { amount }) => sum + amount, 0),
    ...{ submittedAt: new Date(now).toISOString(), validUntil: new Date(wish.validUntil).toISOString() },
    ...{ payerPersonId: '', payerAccountId: '', openid: '' },
    ...{ mchid: '', merchantName: '', description: '', notifyUrl: '', timeExpire: '' },
    ...{ prepayId: null, hintedAt: null, asks: 0, nextAskAt: null, closeAskedAt: null },
    ...{ transactionId: null, receivedAmount: null, receivedAt: null },
    ...{ posts: 0, nextStepAt: null, postingRef: null, creditedAt: null, receiptId: null },
    ...{ suspense: null, suspenseAt: null, refund: null },
  }
}

/** @throws AppError `changed-meanwhile`: another order lives for one of these things */
export async function insertOrStanding(ctx: Ctx, row: NewOrder, deed: Deed): Promise<OrderRow> {
  try {
    return await createRecord<OrderRow>(ctx, orders, row, deed)
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  const standing = await orders.findOne(ctx, { _id: row._id })
  if (standing === null) throw new AppError('changed-meanwhile')
  return standing
}
