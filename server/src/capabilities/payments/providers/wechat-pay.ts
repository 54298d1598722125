/** WeChat Pay v3, JSAPI (WECHAT.md §5): the one implementation, pointed at the real host or at the world's by configuration. */
import { createHash } from 'node:crypto'
import { authorization, clientParams, verifyMessage, type Signer } from '#platform/wechat/pay-signature.ts'
import { outsideClient } from '#platform/outside/client.ts'
import { WorldError, type WorldAnswer } from '#platform/wechat/fetch-json.ts'
import type { Merchant } from '#platform/config/config.ts'
import type {
  CloseAnswer,
  PayProvider,
  PrepayAnswer,
  PrepayRequest,
  QueryAnswer,
  RefundAnswer,
} from './pay-provider.ts'
import { paymentFactOf, refundFactOf } from './wechat-facts.ts'
import { readWechatCallback } from './wechat-callback.ts'

const TIMEOUT_MS = 5_000
const DOWNLOAD_MS = 60_000
const MOST_STATEMENT = 50_000_000

export interface WechatPayHost {
  readonly baseUrl: string
  readonly appid: string
  readonly merchants: readonly Merchant[]
  /** Milliseconds: the server's clock, so that signatures follow it. */
  now(): number
}

interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
}

export function createWechatPay(host: WechatPayHost): PayProvider {
  const client = outsideClient('wechat-pay', () => host.now())
  const merchantOf = (mchid: string): Merchant => {
    const merchant = host.merchants.find((one) => one.mchid === mchid)
    if (merchant === undefined) throw new Error('no such merchant is configured')
    return merchant
  }
  /** null: no answer, or one whose signature is not the provider's: nobody knows what was done. */
  const send = async (mchid: string, call: Call): Promise<WorldAnswer | null> => {
    const merchant = merchantOf(mchid)
    const body = call.body === undefined ? '' : JSON.stringify(call.body)
    const signer: Signer = merchant
    const headers = {
      authorization: authorization(signer, { method: call.method, path: call.path, body }, host.now()),
      'user-agent': 'xiangliban',
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    }
    try {
      const answer = await client.json(`${host.baseUrl}${call.path}`, {
        method: call.method,
        headers,
        timeoutMs: TIMEOUT_MS,
        ...(body === '' ? {} : { body }),
      })
      return answer.status < 500 && trusted(merchant, answer, host.now()) ? answer : null
    } catch (error) {
      if (error instanceof WorldError) return null
      throw error
    }
  }
  const download = async (mchid: string, address: string): Promise<string | null> => {
    const { pathname, search } = new URL(address)
    const target = `${pathname}${search}`
    const headers = {
      authorization: authorization(merchantOf(mchid), { method: 'GET', path: target, body: '' }, host.now()),
      'user-agent': 'xiangliban',
    }
    try {
      // The host stays the configured one: an address in an answer sends us nowhere else.
      return await client.text(`${host.baseUrl}${target}`, { headers, timeoutMs: DOWNLOAD_MS, most: MOST_STATEMENT })
    } catch (error) {
      if (error instanceof WorldError) return null
      throw error
    }
  }
  return {
    merchantsOf: (tenant) => host.merchants.filter((one) => one.tenant === tenant),
    async tradeBill(mchid, day) {
      const path = `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`
      const asked = readBillAddress(await send(mchid, { method: 'GET', path }))
      if (typeof asked === 'string') return asked
      const text = await download(mchid, asked.address)
      if (text === null) return 'later'
      return createHash('sha1').update(text, 'utf8').digest('hex') === asked.sha1 ? { text } : 'spoilt'
    },
    merchant(tenant, utility) {
      const found = host.merchants.find((one) => one.tenant === tenant && one.utility === utility)
      return found === undefined ? null : { mchid: found.mchid, name: found.name, appid: host.appid }
    },
    isResting: client.isResting,
    tenantOf: (mchid) => host.merchants.find((one) => one.mchid === mchid)?.tenant ?? null,
    params: (mchid, prepayId, nowMs) => clientParams(merchantOf(mchid).privateKeyPem, host.appid, prepayId, nowMs),
    readCallback: (request, nowMs) => readWechatCallback(merchantOf(request.mchid), request, nowMs),
    async prepay(request) {
      return readPrepay(
        await send(request.mchid, {
          method: 'POST',
          path: '/v3/pay/transactions/jsapi',
          body: prepayBody(host.appid, request),
        }),
      )
    },
    async query(mchid, no) {
      return readQuery(
        await send(mchid, { method: 'GET', path: `/v3/pay/transactions/out-trade-no/${no}?mchid=${mchid}` }),
      )
    },
    async close(mchid, no) {
      return readClose(
        await send(mchid, { method: 'POST', path: `/v3/pay/transactions/out-trade-no/${no}/close`, body: { mchid } }),
      )
    },
    async refund({ mchid, no, transactionId = null, refundNo, amount, total, reason, notifyUrl }) {
      const body = {
        ...(transactionId === null ? { out_trade_no: no } : { transaction_id: transactionId }),
        out_refund_no: refundNo,
        reason,
        notify_url: notifyUrl,
        amount: { refund: amount, total, currency: 'CNY' },
      }
      return readRefund(await send(mchid, { method: 'POST', path: '/v3/refund/domestic/refunds', body }))
    },
    async queryRefund(mchid, refundNo) {
      return readRefund(await send(mchid, { method: 'GET', path: `/v3/refund/domestic/refunds/${refundNo}` }))
    },
  }
}

/** Keys in one fixed order from stored values only: the same order gives the same bytes at every retry. */
function prepayBody(appid: string, request: PrepayRequest): unknown {
  return {
    appid,
    mchid: request.mchid,
    description: request.description,
    out_trade_no: request.no,
    time_expire: request.timeExpire,
    notify_url: request.notifyUrl,
    amount: { total: request.amount, currency: 'CNY' },
    payer: { openid: request.openid },
  }
}

function trusted(merchant: Merchant, answer: WorldAnswer, nowMs: number): boolean {
  const message = {
    timestamp: answer.header('wechatpay-timestamp'),
    nonce: answer.header('wechatpay-nonce'),
    signature: answer.header('wechatpay-signature'),
    serial: answer.header('wechatpay-serial'),
    body: answer.text,
  }
  return verifyMessage(merchant.platformPublicKeys, message, nowMs)
}

function codeOf(answer: WorldAnswer): string {
  return typeof answer.json['code'] === 'string' ? answer.json['code'] : ''
}

function readPrepay(answer: WorldAnswer | null): PrepayAnswer {
  if (answer === null || answer.status === 429) return { unknown: true }
  const prepayId = answer.json['prepay_id']
  if (answer.status === 200 && typeof prepayId === 'string') return { prepayId }
  const code = codeOf(answer)
  if (code === 'ORDERPAID' || code === 'ORDER_PAID') return { refused: 'paid', code }
  return { refused: code === 'ORDERCLOSED' || code === 'ORDER_CLOSED' ? 'closed' : 'other', code }
}

function readQuery(answer: WorldAnswer | null): QueryAnswer {
  if (answer === null || answer.status === 429) return { unknown: true }
  if (answer.status === 404) return { missing: true }
  const state = answer.json['trade_state']
  if (state === 'SUCCESS' || state === 'REFUND') {
    const fact = paymentFactOf(answer.json)
    return fact === null ? { unknown: true } : { paid: fact }
  }
  if (state === 'CLOSED' || state === 'REVOKED') return { closed: true }
  return state === 'NOTPAY' || state === 'USERPAYING' ? { open: true } : { unknown: true }
}

function readClose(answer: WorldAnswer | null): CloseAnswer {
  if (answer === null) return 'unknown'
  if (answer.status === 204 || answer.status === 200) return 'closed'
  const code = codeOf(answer)
  if (code === 'ORDERPAID' || code === 'ORDER_PAID') return 'paid'
  if (code === 'ORDERCLOSED' || code === 'ORDER_CLOSED') return 'closed'
  return answer.status === 404 ? 'missing' : 'unknown'
}

function readRefund(answer: WorldAnswer | null): RefundAnswer {
  if (answer === null || answer.status === 429) return { unknown: true }
  if (answer.status === 404) return { missing: true }
  if (answer.status !== 200) return { refused: codeOf(answer) }
  const fact = refundFactOf(answer.json)
  return fact === null ? { unknown: true } : { refund: fact }
}

function readBillAddress(answer: WorldAnswer | null): { address: string; sha1: string } | 'none' | 'later' {
  if (answer === null) return 'later'
  const { download_url: address, hash_type: type, hash_value: sha1 } = answer.json
  if (answer.status === 200 && typeof address === 'string' && type === 'SHA1' && typeof sha1 === 'string')
    return { address, sha1: sha1.toLowerCase() }
  return codeOf(answer) === 'NO_STATEMENT_EXIST' ? 'none' : 'later'
}
