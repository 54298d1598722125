/**
 * `server.env.json`, written beside the keys: what the server has to be configured with to speak to this world, in the shape in which an
 * operator would configure the real hosts. It is rewritten at each start, since addresses may change.
 */
import { join } from 'node:path'
import { DEMO_APPID } from '@xlb/shared/demo/roster.ts'
import { signingKeyOf, writeWhole, type CompanyClient, type Keys, type Merchant, type OfficeClient } from './keys.ts'
import { templates, type Template } from './wechat/templates.ts'

/** The content of `server.env.json`. */
export interface ServerConfig {
  readonly wechat: {
    readonly baseUrl: string
    readonly appid: string
    readonly secret: string
    readonly templates: readonly Template[]
  }
  readonly pay: { readonly baseUrl: string }
  readonly merchants: readonly MerchantConfig[]
  readonly water: readonly (CompanyClient & { readonly baseUrl: string })[]
  readonly power: readonly (CompanyClient & { readonly baseUrl: string })[]
  readonly gas: readonly (CompanyClient & { readonly baseUrl: string })[]
  readonly bureau: OfficeClient & { readonly baseUrl: string }
  readonly registry: OfficeClient & { readonly baseUrl: string }
  readonly sms: OfficeClient & { readonly baseUrl: string }
  readonly phone: { readonly baseUrl: string }
}

export interface MerchantConfig {
  readonly tenant: string
  readonly utility: Merchant['utility']
  readonly name: string
  readonly mchid: string
  readonly serialNo: string
  readonly privateKeyPem: string
  readonly apiV3Key: string
  /** The key that signs now. */
  readonly platformPublicKeyId: string
  readonly platformPublicKeyPem: string
  /** All keys since the first start, for a change without a gap. */
  readonly platformPublicKeys: readonly { readonly id: string; readonly publicKeyPem: string }[]
}

function merchantConfigOf(merchant: Merchant): MerchantConfig {
  const { tenant, utility, name, mchid, serialNo, apiV3Key } = merchant
  const current = signingKeyOf(merchant)
  return {
    tenant,
    utility,
    name,
    mchid,
    serialNo,
    privateKeyPem: merchant.merchantKey.privateKeyPem,
    apiV3Key,
    platformPublicKeyId: current.id,
    platformPublicKeyPem: current.publicKeyPem,
    platformPublicKeys: merchant.platformKeys.map(({ id, publicKeyPem }) => ({ id, publicKeyPem })),
  }
}

/** What the server needs to speak to this world at `url` (no trailing slash). */
export function serverConfigOf(keys: Keys, url: string): ServerConfig {
  return {
    wechat: { baseUrl: url, appid: DEMO_APPID, secret: keys.wechatSecret, templates },
    pay: { baseUrl: url },
    merchants: keys.merchants.map(merchantConfigOf),
    water: keys.water.map((client) => ({ ...client, baseUrl: `${url}/water/v1` })),
    power: keys.power.map((client) => ({ ...client, baseUrl: `${url}/power` })),
    gas: keys.gas.map((client) => ({ ...client, baseUrl: `${url}/gas` })),
    bureau: { ...keys.bureau, baseUrl: `${url}/bureau` },
    registry: { ...keys.registry, baseUrl: `${url}/registry` },
    sms: { ...keys.sms, baseUrl: `${url}/sms` },
    phone: { baseUrl: `${url}/phone` },
  }
}

export function writeServerConfig(dir: string, config: ServerConfig): void {
  writeWhole(join(dir, 'server.env.json'), config)
}
