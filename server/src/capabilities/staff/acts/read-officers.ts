import type { StaffCtx } from '#platform/context.ts'
import { newestFirst, type PageQuery } from '#platform/db/paging.ts'
import { officers, type OfficerRow } from '../data/officers.ts'

const order = newestFirst<OfficerRow>('staff.list', 'createdAt')

export async function listOfficers(
  ctx: StaffCtx,
  query: PageQuery & { readonly unit?: string | undefined },
): Promise<{ rows: readonly OfficerRow[]; next: string | null }> {
  const { filter, options } = order.read(query)
  const ofUnit = query.unit === undefined ? {} : { unitCode: query.unit }
  return order.page(await officers.find(ctx, { ...ofUnit, ...filter }, options), query)
}
