/** A world in a folder of its own, a merchant that hears its callbacks, and a client for each of its doors. */
import { createSign, randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aes, Decorator } from 'wechatpay-axios-plugin'
import { DEMO_APPID, demoPerson } from '@xlb/shared/demo/roster.ts'
import type { MerchantConfig } from '../../world/src/server-config.ts'
import { clientSignature } from '../../world/src/platform/client-signature.ts'
import { startWorld, type RunningWorld } from '../../world/src/world.ts'

export interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly raw: string
}

/** The merchant's side: remembers each callback, answers with `answers` (then 200). */
export interface Merchant {
  readonly url: string
  readonly heard: Heard[]
  readonly answers: number[]
  close(): Promise<void>
}

export async function openMerchant(): Promise<Merchant> {
  const heard: Heard[] = []
  const answers: number[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push({ headers: request.headers, raw: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve()
      })
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${String(port)}/paid`, heard, answers, close }
}

export function newDir(): string {
  return mkdtempSync(join(tmpdir(), 'xlb-world-'))
}

export interface Stage {
  readonly world: RunningWorld
  readonly merchant: Merchant
  readonly dir: string
  close(): Promise<void>
}

/** Making the merchants' RSA pairs takes seconds; the suites share them. */
const KEPT_KEYS = join(tmpdir(), 'xlb-test-world-keys-2.json')

async function startWithKeptKeys(dir: string): Promise<RunningWorld> {
  const used = join(dir, 'keys.json')
  if (existsSync(KEPT_KEYS)) copyFileSync(KEPT_KEYS, used)
  const world = await startWorld({ port: 0, dir, notifyTimeoutMs: 1_000 })
  if (!existsSync(KEPT_KEYS)) {
    copyFileSync(used, `${KEPT_KEYS}.${String(process.pid)}`)
    renameSync(`${KEPT_KEYS}.${String(process.pid)}`, KEPT_KEYS)
  }
  return world
}

export async function openStage(): Promise<Stage> {
  const dir = newDir()
  const [world, merchant] = await Promise.all([startWithKeptKeys(dir), openMerchant()])
  const close = async (): Promise<void> => {
    await Promise.all([world.stop(), merchant.close()])
    rmSync(dir, { recursive: true, force: true })
  }
  return { world, merchant, dir, close }
}

export type Json = Readonly<Record<string, unknown>>

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

function objectOf(text: string): Json {
  const value: unknown = text === '' ? {} : JSON.parse(text)
  return typeof value === 'object' && value !== null ? { ...value } : { value }
}

async function replyOf(response: Response): Promise<Reply> {
  return { status: response.status, headers: response.headers, body: objectOf(await response.text()) }
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<Reply> {
  return replyOf(await fetch(url, { headers }))
}

export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return replyOf(
    await fetch(url, { method: 'POST', body: text, headers: { 'Content-Type': 'application/json', ...headers } }),
  )
}

export const control = (world: RunningWorld, path: string, body: unknown): Promise<Reply> =>
  post(`${world.url}/control/api/${path}`, body)

export async function listed(world: RunningWorld, what: string): Promise<Json[]> {
  const { body } = await get(`${world.url}/control/api/${what}`)
  return Array.isArray(body['items']) ? body['items'].map((item: unknown) => objectOf(JSON.stringify(item))) : []
}

export const fault = (world: RunningWorld, id: string, more: Json = {}): Promise<Reply> =>
  control(world, 'faults', { id, on: true, ...more })

export function merchantConfig(world: RunningWorld, place = 0): MerchantConfig {
  const found = world.config.merchants[place]
  if (found === undefined) throw new RangeError('no such merchant')
  return found
}

/** A second implementation of the merchant's side: other people's code, not ours. */
export function plugin(world: RunningWorld, merchant = merchantConfig(world)): Decorator {
  return new Decorator({
    mchid: merchant.mchid,
    serial: merchant.serialNo,
    privateKey: merchant.privateKeyPem,
    certs: Object.fromEntries(merchant.platformPublicKeys.map(({ id, publicKeyPem }) => [id, publicKeyPem])),
    baseURL: `${world.url}/`,
  })
}

export function signedWith(privateKeyPem: string, text: string): string {
  return createSign('RSA-SHA256').update(text).sign(privateKeyPem, 'base64')
}

export interface Signing {
  readonly method: string
  readonly target: string
  readonly raw: string
  /** Seconds; now when absent. */
  readonly timestamp?: string
}

export function authorization(merchant: MerchantConfig, signing: Signing): string {
  const once = randomBytes(16).toString('hex')
  const timestamp = signing.timestamp ?? String(Math.floor(Date.now() / 1000))
  const text = `${signing.method}\n${signing.target}\n${timestamp}\n${once}\n${signing.raw}\n`
  const signature = signedWith(merchant.privateKeyPem, text)
  return `WECHATPAY2-SHA256-RSA2048 mchid="${merchant.mchid}",nonce_str="${once}",signature="${signature}",timestamp="${timestamp}",serial_no="${merchant.serialNo}"`
}

/** Seconds of the world's clock. */
export async function worldSeconds(url: string): Promise<string> {
  const { body } = await get(`${url}/control/api/clock`)
  return String(Math.floor(Date.parse(String(body['now'])) / 1000))
}

/** Sets the world's clock to an instant. */
export const setWorldTime = (world: RunningWorld, instant: string): Promise<Reply> =>
  control(world, 'clock', { offsetMs: Date.parse(instant) - Date.now() })

/** A request of the merchant with bytes of our choosing, at the world's time. */
export async function payCall(
  world: RunningWorld,
  method: 'GET' | 'POST',
  target: string,
  body?: unknown,
): Promise<Reply> {
  const raw = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const timestamp = await worldSeconds(world.url)
  const headers = { Authorization: authorization(merchantConfig(world), { method, target, raw, timestamp }) }
  return method === 'GET' ? get(`${world.url}${target}`, headers) : post(`${world.url}${target}`, raw, headers)
}

let counter = 0
export const newNo = (): string => `T${String(Date.now())}${String((counter += 1)).padStart(4, '0')}`

export const person = demoPerson('wang-xiulan')

export function orderBody(stage: Stage, no: string, more: Json = {}): Json {
  return {
    appid: DEMO_APPID,
    mchid: merchantConfig(stage.world).mchid,
    description: '水费 2026-10 期',
    out_trade_no: no,
    notify_url: stage.merchant.url,
    amount: { total: 8495, currency: 'CNY' },
    payer: { openid: person.openid },
    ...more,
  }
}

export const CREATE = '/v3/pay/transactions/jsapi'
export const byNo = (no: string, mchid: string): string => `/v3/pay/transactions/out-trade-no/${no}?mchid=${mchid}`
export const closing = (no: string): string => `/v3/pay/transactions/out-trade-no/${no}/close`

/** The signed parameters of `wx.requestPayment` for a prepay id. */
export function payParams(merchant: MerchantConfig, prepayId: string): Json {
  const timeStamp = String(Math.floor(Date.now() / 1000))
  const nonceStr = randomBytes(8).toString('hex')
  const text = `${DEMO_APPID}\n${timeStamp}\n${nonceStr}\nprepay_id=${prepayId}\n`
  const paySign = signedWith(merchant.privateKeyPem, text)
  return { appId: DEMO_APPID, timeStamp, nonceStr, package: `prepay_id=${prepayId}`, signType: 'RSA', paySign }
}

export async function openOrder(stage: Stage, no = newNo()): Promise<{ no: string; params: Json }> {
  const { body } = await payCall(stage.world, 'POST', CREATE, orderBody(stage, no))
  return { no, params: payParams(merchantConfig(stage.world), String(body['prepay_id'])) }
}

export async function payOnPhone(stage: Stage, params: Json, decide = 'pay', phone = person.key): Promise<unknown> {
  const { body } = await post(`${stage.world.url}/phone/api/pay`, { ...params, phone, decide })
  return body['errMsg']
}

export async function query(stage: Stage, no: string): Promise<Json> {
  return (await payCall(stage.world, 'GET', byNo(no, merchantConfig(stage.world).mchid))).body
}

export function header(heard: Heard, name: string): string {
  const value = heard.headers[name]
  return typeof value === 'string' ? value : ''
}

/** The decrypted resource of a callback, by the plugin's AES-GCM. */
export function opened(heard: Heard, merchant: MerchantConfig): Json {
  const resource = objectOf(JSON.stringify(objectOf(heard.raw)['resource']))
  const read = (name: string): string => String(resource[name])
  return objectOf(Aes.AesGcm.decrypt(read('ciphertext'), merchant.apiV3Key, read('nonce'), read('associated_data')))
}

export async function until(holds: () => boolean | Promise<boolean>, ms = 4_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

interface SigningClient {
  readonly baseUrl: string
  readonly clientId: string
  readonly secret: string
}

/** A signed request of one of our clients at the world's time; `path` follows its base address. */
export async function signedCall(
  client: SigningClient,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
): Promise<Reply> {
  const raw = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const { origin, pathname } = new URL(client.baseUrl)
  const timestamp = await worldSeconds(origin)
  const signature = clientSignature(client.secret, method, `${pathname}${path}`, timestamp, raw)
  const headers = { 'X-Client': client.clientId, 'X-Timestamp': timestamp, 'X-Signature': signature, ...more }
  return method === 'GET' ? get(`${client.baseUrl}${path}`, headers) : post(`${client.baseUrl}${path}`, raw, headers)
}

/** A signed request of the county's water client. */
export function waterCall(
  world: RunningWorld,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  place = 0,
): Promise<Reply> {
  const client = world.config.water[place]
  if (client === undefined) throw new RangeError('no such water client')
  return signedCall(client, method, path, body)
}
