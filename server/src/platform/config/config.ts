/**
 * The configuration, read once at start from the environment and the files it names, with one sentence for each mistake. Hosts and keys of
 * the outside world come from PROVIDERS_FILE and from nowhere else: the same code speaks to the real hosts and to the world's simulator.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readKeys, type Keys } from '../crypto/keys.ts'

const tenantSchema = z.string().regex(/^\d{6}$/)

const merchantSchema = z.object({
  tenant: tenantSchema,
  utility: z.string(),
  name: z.string(),
  mchid: z.string().regex(/^\d{8,12}$/),
  serialNo: z.string(),
  privateKeyPem: z.string(),
  apiV3Key: z.string().length(32),
  /** By id: `PUB_KEY_ID_…` or a platform certificate's serial. Two stand side by side while a key is changed. */
  platformPublicKeys: z.array(z.object({ id: z.string(), publicKeyPem: z.string() })).min(1),
})
/** One merchant of WeChat Pay for each (county, utility): money never passes through another's account. */
export type Merchant = z.infer<typeof merchantSchema>

const companySchema = z.object({
  tenant: tenantSchema,
  name: z.string(),
  baseUrl: z.url(),
  clientId: z.string(),
  secret: z.string(),
})
/** One of a county's companies: water, electricity or gas. */
export type CompanyHost = z.infer<typeof companySchema>

const officeSchema = z.object({ baseUrl: z.url(), clientId: z.string(), secret: z.string() })
/** An office that knows one client for all counties: the real-name bureau, the immunisation registry, the SMS gateway. */
export type OfficeHost = z.infer<typeof officeSchema>

const templateSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Data keys (`thing1`) with the words before each value, as the account's template has them. */
  fields: z.array(z.object({ key: z.string(), label: z.string() })).min(1),
})
export type MessageTemplate = z.infer<typeof templateSchema>

const providersSchema = z.object({
  wechat: z.object({
    ...{ baseUrl: z.url(), appid: z.string(), secret: z.string() },
    /** Subscribe-message templates of the mini-program's account; without one of a title, nothing of its kind is sent. */
    templates: z.array(templateSchema).default([]),
  }),
  pay: z.object({ baseUrl: z.url() }),
  merchants: z.array(merchantSchema),
  water: z.array(companySchema),
  power: z.array(companySchema),
  gas: z.array(companySchema),
  bureau: officeSchema,
  registry: officeSchema,
  sms: officeSchema,
})
export type Providers = z.infer<typeof providersSchema>

const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  MONGODB_URI: z.string().min(1),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Where the server listens; put a proxy in front of anything public. */
  LISTEN_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(8083),
  /** Where WeChat Pay's callbacks reach this server; also the only host that requests may name. */
  PUBLIC_URL: z.url(),
  PROVIDERS_FILE: z.string().min(1),
  XLB_KEYS_FILE: z.string().min(1),
  /** The built H5; empty: only the API is served. */
  H5_DIR: z.string().default(''),
  /** Address of the simulated phone, for H5 in development and demonstration; empty in production. */
  STAND_IN_PHONE_URL: z.string().default(''),
  /** Development only: a file with `{"offsetMs": n}`. */
  XLB_CLOCK_FILE: z.string().default(''),
  /** Where the daily heads of the audit chains are appended: a place outside the database and its backups. */
  AUDIT_HEADS_FILE: z.string().default(''),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  TRUSTED_HOPS: z.coerce.number().int().min(0).max(3).default(0),
})

export interface Config {
  readonly environment: z.infer<typeof environmentSchema>
  readonly providers: Providers
  readonly keys: Keys
}

export class ConfigError extends Error {}

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(env)
  if (!parsed.success) throw new ConfigError(`环境变量有误：${sentence(parsed.error)}`)
  const environment = parsed.data
  if (
    environment.NODE_ENV === 'production' &&
    (environment.XLB_CLOCK_FILE !== '' || environment.STAND_IN_PHONE_URL !== '')
  )
    throw new ConfigError('XLB_CLOCK_FILE 和 STAND_IN_PHONE_URL 只用于开发和演示，正式环境请去掉。')
  if (
    environment.NODE_ENV === 'production' &&
    [env['XLB_CRASH_AT'], env['XLB_PAUSE_AT']].some((at) => (at ?? '') !== '')
  )
    throw new ConfigError('XLB_CRASH_AT 和 XLB_PAUSE_AT 只用于演练，正式环境请去掉。')
  return {
    environment,
    providers: readProviders(environment.PROVIDERS_FILE),
    keys: readKeysFile(environment.XLB_KEYS_FILE),
  }
}

/** Never a word of the file's content. */
function readKeysFile(path: string): Keys {
  try {
    return readKeys(path)
  } catch (error) {
    if (error instanceof z.ZodError)
      throw new ConfigError(`XLB_KEYS_FILE 有误：${error.issues.map((issue) => issue.path.join('.')).join('、')}`)
    throw new ConfigError(`XLB_KEYS_FILE 读不出来：${path}`)
  }
}

/** @throws ConfigError with one sentence */
export function readProviders(path: string): Providers {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`PROVIDERS_FILE 读不出来：${error instanceof Error ? error.message : ''}`)
  }
  const parsed = providersSchema.safeParse(content)
  if (!parsed.success) throw new ConfigError(`PROVIDERS_FILE 有误：${sentence(parsed.error)}`)
  return parsed.data
}

function sentence(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}（${issue.message}）`).join('；')
}

/** The counties this deployment serves: those with a merchant or a utility. */
export function tenantsOf(config: Config): string[] {
  const { merchants, water } = config.providers
  return [...new Set([...merchants, ...water].map((one) => one.tenant))].sort()
}
