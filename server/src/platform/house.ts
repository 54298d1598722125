/** The composition root's result: capabilities, ports, clock and keys, and the contexts made from them. */
import type { Logger } from 'pino'
import { countAlarms } from './alarms/alarms.ts'
import { alarmEverywhere } from './alarms/storms.ts'
import type { Capability } from './capability.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import { followPlatformKeys } from './config/follow-platform-keys.ts'
import type { Actor, Ctx, PortKey } from './context.ts'
import './crypto/key-changes.ts' // declares its records: every process must know them
import { followKeys, setKeyring } from './crypto/key-file.ts'
import { newId } from './ids.ts'
import type { Metrics } from './metrics.ts'

export interface House {
  readonly config: Config
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
  readonly capabilities: readonly Capability[]
  port<T>(key: PortKey<T>): T
  /** A context for a request. */
  ctx(tenant: string, actor: Actor, requestId: string): Ctx
  /** A context for a job, a subscriber or an operator's command. */
  systemCtx(tenant: string, by: string): Ctx
}

export interface HouseParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
  readonly capabilities: readonly Capability[]
}

/** The configuration with its keys as the files have them now: the server's own, and WeChat Pay's. */
function followedConfig(config: Config, trouble: (name: string) => void): Config {
  const { XLB_KEYS_FILE, PROVIDERS_FILE } = config.environment
  const ring = followKeys(XLB_KEYS_FILE, config.keys, () => {
    trouble('keys-unreadable')
  })
  setKeyring(ring)
  return {
    environment: config.environment,
    providers: followPlatformKeys(config.providers, PROVIDERS_FILE, () => {
      trouble('providers-unreadable')
    }),
    get keys() {
      return ring.keys()
    },
  }
}

export function buildHouse(parts: HouseParts): House {
  const config = followedConfig(parts.config, (name) => {
    parts.metrics.events.inc({ name })
    parts.log.error({ trouble: name }, 'a file of keys cannot be read; the keys known so far go on')
    alarmEverywhere(house, name)
  })
  const ports = new Map<string, unknown>()
  for (const { key, build } of parts.capabilities.flatMap((one) => one.ports ?? []))
    ports.set(key.name, build(config, parts.clock))
  const port = <T>(key: PortKey<T>): T => {
    if (!ports.has(key.name)) throw new Error(`no implementation of the port ${key.name}`)
    return ports.get(key.name) as T
  }
  const ctx = (tenant: string, actor: Actor, requestId: string): Ctx => ({
    tenant,
    actor,
    requestId,
    clock: parts.clock,
    log: parts.log,
    port,
  })
  const house: House = {
    ...parts,
    config,
    port,
    ctx,
    systemCtx: (tenant, by) => ctx(tenant, { kind: 'system', id: by }, newId('evt')),
  }
  countAlarms(parts.metrics)
  for (const capability of parts.capabilities) capability.start?.(house)
  return house
}
