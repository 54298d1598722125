/** Keys and secrets of the world: made at the first start in the world's folder, reused afterwards, never committed. */
import { generateKeyPair, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'
import { rfc3339 } from './clock.ts'

const pairSchema = z.object({ publicKeyPem: z.string(), privateKeyPem: z.string() })
const platformKeySchema = z.object({ ...pairSchema.shape, id: z.string() })
const merchantSchema = z.object({
  tenant: z.string(),
  utility: z.enum(['water', 'electricity', 'gas']),
  name: z.string(),
  mchid: z.string(),
  serialNo: z.string(),
  apiV3Key: z.string(),
  merchantKey: pairSchema,
  /** Oldest first; the last one signs. */
  platformKeys: z.array(platformKeySchema).min(1),
})
const clientSchema = z.object({ clientId: z.string(), secret: z.string() })
const companySchema = z.object({ tenant: z.string(), name: z.string(), ...clientSchema.shape })
const keysSchema = z.object({
  wechatSecret: z.string(),
  merchants: z.array(merchantSchema),
  water: z.array(companySchema),
  power: z.array(companySchema),
  gas: z.array(companySchema),
  bureau: clientSchema,
  registry: clientSchema,
  sms: clientSchema,
})
/** Keys of a folder from before: what is missing is made at the next start, what is there stays. */
const keptSchema = keysSchema.partial()
type Kept = z.infer<typeof keptSchema>

export type PlatformKey = z.infer<typeof platformKeySchema>
export type Merchant = z.infer<typeof merchantSchema>
export type Keys = z.infer<typeof keysSchema>
/** One of a county's companies as a client of theirs knows it. */
export type CompanyClient = z.infer<typeof companySchema>
export type OfficeClient = z.infer<typeof clientSchema>

interface Company {
  readonly tenant: string
  readonly utility: Merchant['utility']
  readonly name: string
  readonly mchid: string
}

/** One merchant for each (county, utility): money never passes through another's account. */
const COMPANIES: readonly Company[] = [
  { tenant: '331123', utility: 'water', name: '遂昌县自来水公司', mchid: '1999000001' },
  { tenant: '331124', utility: 'water', name: '松阳县自来水公司', mchid: '1999000002' },
  { tenant: '331123', utility: 'electricity', name: '遂昌县供电公司', mchid: '1999000011' },
  { tenant: '331124', utility: 'electricity', name: '松阳县供电公司', mchid: '1999000012' },
  { tenant: '331123', utility: 'gas', name: '遂昌县燃气公司', mchid: '1999000021' },
  { tenant: '331124', utility: 'gas', name: '松阳县燃气公司', mchid: '1999000022' },
]

const generate = promisify(generateKeyPair)

async function newPair(): Promise<z.infer<typeof pairSchema>> {
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { publicKeyPem: publicKey, privateKeyPem: privateKey }
}

async function newPlatformKey(mchid: string, nowMs: number): Promise<PlatformKey> {
  const day = rfc3339(nowMs).slice(0, 10).replaceAll('-', '')
  return { id: `PUB_KEY_ID_01${mchid}${day}${randomBytes(4).toString('hex')}`, ...(await newPair()) }
}

async function newMerchant(company: Company, nowMs: number): Promise<Merchant> {
  const [merchantKey, platformKey] = await Promise.all([newPair(), newPlatformKey(company.mchid, nowMs)])
  return {
    ...company,
    serialNo: randomBytes(20).toString('hex').toUpperCase(),
    apiV3Key: randomBytes(16).toString('hex'),
    merchantKey,
    platformKeys: [platformKey],
  }
}

export function writeWhole(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value, null, 2), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

const newSecret = (): string => randomBytes(24).toString('hex')

function clientsOf(utility: Company['utility']): CompanyClient[] {
  return COMPANIES.filter((one) => one.utility === utility).map(({ tenant, name }) => ({
    tenant,
    name,
    clientId: utility === 'water' ? `xlb-${tenant}` : `xlb-${utility}-${tenant}`,
    secret: newSecret(),
  }))
}

async function merchantsOf(kept: readonly Merchant[], nowMs: number): Promise<Merchant[]> {
  const keptOrNew = async (company: Company): Promise<Merchant> =>
    kept.find((one) => one.mchid === company.mchid) ?? (await newMerchant(company, nowMs))
  return Promise.all(COMPANIES.map(keptOrNew))
}

async function complete(kept: Kept, nowMs: number): Promise<Keys> {
  return {
    wechatSecret: kept.wechatSecret ?? randomBytes(16).toString('hex'),
    merchants: await merchantsOf(kept.merchants ?? [], nowMs),
    water: kept.water ?? clientsOf('water'),
    power: kept.power ?? clientsOf('electricity'),
    gas: kept.gas ?? clientsOf('gas'),
    bureau: kept.bureau ?? { clientId: 'xlb-bureau', secret: newSecret() },
    registry: kept.registry ?? { clientId: 'xlb-registry', secret: newSecret() },
    sms: kept.sms ?? { clientId: 'xlb-sms', secret: newSecret() },
  }
}

/** Reads the keys of this folder, makes those that are missing (RSA pairs take their time) and keeps them. */
export async function loadKeys(dir: string, nowMs: number): Promise<Keys> {
  const file = join(dir, 'keys.json')
  const kept = existsSync(file) ? keptSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  const keys = await complete(kept, nowMs)
  writeWhole(file, keys)
  return keys
}

/** A new platform key for every merchant; answers and callbacks are signed with it from now on. */
export async function rotateKeys(dir: string, keys: Keys, nowMs: number): Promise<void> {
  // All are made before the first one signs: whoever reads the new configuration never meets a key that is not in it.
  const fresh = await Promise.all(keys.merchants.map(({ mchid }) => newPlatformKey(mchid, nowMs)))
  keys.merchants.forEach((merchant, at) => merchant.platformKeys.push(...fresh.slice(at, at + 1)))
  writeWhole(join(dir, 'keys.json'), keys)
}

/** The platform key that signs for this merchant now. */
export function signingKeyOf(merchant: Merchant): PlatformKey {
  const last = merchant.platformKeys.at(-1)
  if (last === undefined) throw new RangeError(`merchant ${merchant.mchid} has no platform key`)
  return last
}
