import type { Me } from '@xlb/shared/accounts/contract.ts'

/** Township and village, as far as they are known; else the county. */
export function placeOf({ tenant, township, village }: Me): string {
  const parts = [township, village].filter((part) => part !== null)
  return parts.length === 0 ? tenant.name : parts.join(' · ')
}
