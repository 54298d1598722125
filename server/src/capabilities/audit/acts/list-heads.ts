import type { OutputOf } from '@xlb/shared/platform/endpoint.ts'
import type { audit } from '@xlb/shared/audit/contract.ts'
import { storedHeads } from '#platform/audit/heads.ts'
import { tenantsOf } from '#platform/config/config.ts'
import { AppError } from '#platform/errors.ts'
import type { House } from '#platform/house.ts'

const DAYS = 30

/** One command. @throws AppError `county-unknown` */
export async function listHeads(house: House, tenant: string): Promise<OutputOf<typeof audit.heads>> {
  if (!tenantsOf(house.config).includes(tenant)) throw new AppError('county-unknown')
  const heads = await storedHeads({ tenant }, DAYS)
  return { items: heads.map(({ day, seq, mac }) => ({ day, count: seq, mac })) }
}
