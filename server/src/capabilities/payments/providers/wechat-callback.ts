/** A callback: signature on the raw bytes first, then JSON, then decryption. Re-serialising would let a changed body pass; nothing here does. */
import { z } from 'zod'
import type { Merchant } from '#platform/config/config.ts'
import { openSealed, verifyMessage } from '#platform/wechat/pay-signature.ts'
import type { CallbackRead, CallbackRequest } from './pay-provider.ts'
import { paymentFactOf, refundFactOf } from './wechat-facts.ts'

const envelopeSchema = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string(),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    associated_data: z.string().default(''),
    nonce: z.string(),
  }),
})

export function readWechatCallback(merchant: Merchant, request: CallbackRequest, nowMs: number): CallbackRead {
  const signed = {
    timestamp: request.header('Wechatpay-Timestamp'),
    nonce: request.header('Wechatpay-Nonce'),
    signature: request.header('Wechatpay-Signature'),
    serial: request.header('Wechatpay-Serial'),
    body: request.bytes,
  }
  if (!verifyMessage(merchant.platformPublicKeys, signed, nowMs)) return { refused: 'signature' }
  const envelope = envelopeSchema.safeParse(jsonOf(request.bytes.toString('utf8')))
  if (!envelope.success) return { refused: 'unreadable' }
  const { id, event_type: kind, resource } = envelope.data
  const plain = openSealed(merchant.apiV3Key, {
    ciphertext: resource.ciphertext,
    nonce: resource.nonce,
    associatedData: resource.associated_data,
  })
  if (plain === null) return { refused: 'unreadable' }
  return factOf(id, kind, jsonOf(plain))
}

function factOf(eventId: string, kind: string, json: unknown): CallbackRead {
  if (kind.startsWith('REFUND.')) {
    const refund = refundFactOf(json)
    return refund === null ? { refused: 'unreadable' } : { eventId, refund }
  }
  const payment = kind === 'TRANSACTION.SUCCESS' ? paymentFactOf(json) : null
  return payment === null ? { refused: 'unreadable' } : { eventId, payment }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
