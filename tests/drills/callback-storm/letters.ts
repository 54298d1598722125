/** Callbacks about payments that stand at WeChat Pay, sealed and signed as it does, under its own key; a repeat is sealed and signed anew. */
import { createSign, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { diceFrom } from '@xlb/shared/demo/random.ts'
import { rfc3339 } from '../../../world/src/clock.ts'
import type { OrderRow } from '../../../server/src/capabilities/payments/data/orders.ts'
import { envelope, paymentOf, seal } from '../../support/callbacks.ts'
import { fieldsIn, objectsIn } from '../../support/json.ts'
import type { Stage } from '../kill-payment/stage.ts'

export interface Letter {
  readonly url: string
  readonly eventId: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Signer {
  readonly apiV3Key: string
  readonly serial: string
  readonly privateKeyPem: string
}

/** WeChat Pay's own key for each merchant, from the world's files in the product's data folder. */
export function signersOf({ dataDir }: Pick<Stage, 'dataDir'>): Map<string, Signer> {
  const file = path.join(dataDir, 'world', 'keys.json')
  const merchants = objectsIn(fieldsIn(JSON.parse(readFileSync(file, 'utf8')))['merchants'])
  return new Map(
    merchants.map((one) => {
      const newest = objectsIn(one['platformKeys']).at(-1) ?? {}
      const key = { serial: String(newest['id']), privateKeyPem: String(newest['privateKeyPem']) }
      return [String(one['mchid']), { ...key, apiV3Key: String(one['apiV3Key']) }]
    }),
  )
}

interface Told {
  readonly order: OrderRow
  readonly eventId: string
  readonly transactionId: string
  readonly paidAt: number
}

/** The payments whose notice the world keeps back. */
async function toldOf(stage: Stage, orders: readonly OrderRow[]): Promise<Told[]> {
  const notices = new Map((await stage.books.callbacks()).map((one) => [one.no, one.id]))
  const paid = new Map((await stage.books.orders()).map((one) => [one.outTradeNo, one.paid]))
  return orders.map((order) => {
    const [eventId, payment] = [notices.get(order.no), paid.get(order.no)]
    if (eventId === undefined || payment === undefined) throw new Error(`${order._id} was not paid`)
    return { order, eventId, transactionId: payment.transactionId, paidAt: payment.at }
  })
}

function letterOf(stage: Stage, signers: ReadonlyMap<string, Signer>, told: Told, nowMs: number): Letter {
  const signer = signers.get(told.order.mchid)
  if (signer === undefined) throw new Error('the world has no such merchant')
  const plain = { ...paymentOf(told.order, told.transactionId), success_time: rfc3339(told.paidAt) }
  const sealed = seal(signer.apiV3Key, JSON.stringify(plain))
  const body = envelope(sealed, { id: told.eventId, create_time: rfc3339(told.paidAt) })
  return {
    url: `${stage.urls.api}/payments/wechat/${told.order.mchid}/paid`,
    eventId: told.eventId,
    body,
    headers: headersOf(signer, body, nowMs),
  }
}

/** Signed as WeChat Pay signs what it sends at this time. */
export function headersOf(signer: Signer, body: string, nowMs: number): Letter['headers'] {
  const [timestamp, nonce] = [String(Math.floor(nowMs / 1000)), randomBytes(16).toString('hex')]
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n${body}\n`)
    .sign(signer.privateKeyPem, 'base64')
  return {
    'content-type': 'application/json',
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': signer.serial,
    'wechatpay-signature': signature,
  }
}

/** Each payment once, then repeats of some until there are `count`; all of it shuffled. */
export async function lettersFor(
  stage: Stage,
  orders: readonly OrderRow[],
  count: number,
  seed: number,
): Promise<Letter[]> {
  const [dice, signers, now] = [diceFrom(seed), signersOf(stage), await stage.now()]
  const told = await toldOf(stage, orders)
  const repeats = Array.from({ length: Math.max(0, count - told.length) }, () => dice.one(told))
  return [...told, ...repeats]
    .map((one) => ({ one, at: dice.between(0, 1_000_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => letterOf(stage, signers, one, now))
}
