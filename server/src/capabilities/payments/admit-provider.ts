/** A provider is known by the merchant in its path; whether it speaks the truth is decided by the signature over the raw bytes. */
import { notFound } from '#platform/errors.ts'
import type { Ctx } from '#platform/context.ts'
import type { House } from '#platform/house.ts'
import { payProvider } from './providers/pay-provider.ts'

export function admitProvider(house: House, path: string, requestId: string): Ctx {
  const mchid = /^\/api\/payments\/wechat\/(\d{8,12})\//.exec(path)?.[1] ?? ''
  const tenant = house.port(payProvider).tenantOf(mchid)
  if (tenant === null) throw notFound()
  return house.ctx(tenant, { kind: 'provider', id: mchid }, requestId)
}
