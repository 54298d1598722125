import type { Ctx } from '#platform/context.ts'
import type { LookRow } from '#platform/looks/rows.ts'
import { unitByCode } from '../../organisations/index.ts'

/** Names of the offices in which these looks were taken; the county's units are kept in the process, so this costs no command. */
export async function officesOf(ctx: Ctx, looks: readonly LookRow[]): Promise<(unitCode: string) => string> {
  const names = new Map<string, string>()
  for (const { unitCode } of looks)
    if (!names.has(unitCode)) names.set(unitCode, (await unitByCode(ctx, unitCode))?.name ?? unitCode)
  return (unitCode) => names.get(unitCode) ?? unitCode
}
