/** WeChat Pay's side of the drill: its new key, and a callback that is still signed with the one before. */
import { createSign, randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { envelope, paymentOf, seal } from '../../support/callbacks.ts'
import { fieldsIn, objectsIn } from '../../support/json.ts'
import type { OrderRow } from '../../../server/src/capabilities/payments/data/orders.ts'
import type { Stage } from '../kill-payment/stage.ts'

const worldFile = (stage: Stage, name: string): string => path.join(stage.dataDir, 'world', name)
const merchantsIn = (stage: Stage, name: string) =>
  objectsIn(fieldsIn(JSON.parse(readFileSync(worldFile(stage, name), 'utf8')))['merchants'])

/** How many keys of WeChat Pay the server is configured with, for the merchant that has most. */
export function platformKeyCount(stage: Stage): number {
  return Math.max(...merchantsIn(stage, 'server.env.json').map((one) => objectsIn(one['platformPublicKeys']).length))
}

/** A callback about this order once more, signed with WeChat Pay's first key; answers the status. */
export async function callbackUnderFirstKey(stage: Stage, order: OrderRow): Promise<number> {
  const merchant = merchantsIn(stage, 'keys.json').find((one) => one['mchid'] === order.mchid) ?? {}
  const [first = {}] = objectsIn(merchant['platformKeys'])
  const plain = paymentOf(order, order.transactionId ?? '')
  const body = envelope(seal(String(merchant['apiV3Key']), JSON.stringify(plain)))
  const timestamp = String(Math.floor((await stage.now()) / 1000))
  const nonce = randomBytes(16).toString('hex')
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n${body}\n`)
    .sign(String(first['privateKeyPem']), 'base64')
  const headers = {
    'content-type': 'application/json',
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': String(first['id']),
    'wechatpay-signature': signature,
  }
  return (await fetch(`${stage.urls.api}/payments/wechat/${order.mchid}/paid`, { method: 'POST', headers, body }))
    .status
}

/** The operator takes WeChat Pay's old keys out of PROVIDERS_FILE. */
export function forgetOldPlatformKeys(stage: Stage): void {
  const file = worldFile(stage, 'server.env.json')
  const config = fieldsIn(JSON.parse(readFileSync(file, 'utf8')))
  const merchants = objectsIn(config['merchants']).map((one) => ({
    ...one,
    platformPublicKeys: objectsIn(one['platformPublicKeys']).slice(-1),
  }))
  writeFileSync(`${file}.new`, JSON.stringify({ ...config, merchants }), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
