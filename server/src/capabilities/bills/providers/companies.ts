/** Which company a county has for which utility, by configuration. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import type { CompanyHost, Providers } from '#platform/config/config.ts'
import { createGasCompany } from './gas.ts'
import { createPowerCompany } from './power.ts'
import type { UtilityCompany } from './utility-company.ts'
import { createWaterCompany } from './water.ts'

type Hosts = Pick<Providers, 'water' | 'power' | 'gas'>

export function connectCompanies(hosts: Hosts, now: () => number) {
  const connect = (of: readonly CompanyHost[], create: (host: CompanyHost, now: () => number) => UtilityCompany) =>
    new Map(of.map((host) => [host.tenant, create(host, now)]))
  const companies: Readonly<Record<Utility, ReadonlyMap<string, UtilityCompany>>> = {
    water: connect(hosts.water, createWaterCompany),
    electricity: connect(hosts.power, createPowerCompany),
    gas: connect(hosts.gas, createGasCompany),
  }
  return {
    of: (tenant: string, utility: Utility): UtilityCompany | null => companies[utility].get(tenant) ?? null,
  }
}
