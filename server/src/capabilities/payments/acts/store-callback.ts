/** A callback: verified on the raw bytes, stored durably, answered; everything else happens afterwards. One command. */
import type { Ctx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { providerEvents } from '../data/provider-events.ts'
import { payProvider, type CallbackRequest } from '../providers/pay-provider.ts'

export async function storeCallback(ctx: Ctx, request: CallbackRequest): Promise<void> {
  const read = ctx.port(payProvider).readCallback(request, ctx.clock.now())
  if ('refused' in read) throw new AppError(read.refused === 'signature' ? 'signature-refused' : 'callback-unreadable')
  try {
    await providerEvents.insert(ctx, {
      _id: newId('evt'),
      tenant: ctx.tenant,
      eventId: read.eventId,
      mchid: request.mchid,
      payment: 'payment' in read ? read.payment : null,
      refund: 'refund' in read ? read.refund : null,
      receivedAt: ctx.clock.instant(),
      nextTryAt: ctx.clock.now(),
      tries: 0,
      outcome: null,
    })
  } catch (error) {
    // The same event again: it is stored, so it is acknowledged.
    if (!isDuplicateKey(error)) throw error
  }
  crashPoint('callback-stored')
}
