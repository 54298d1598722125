import { audit } from '@xlb/shared/audit/contract.ts'
import type { House } from '#platform/house.ts'
import { bind, type Route } from '#platform/http/bind.ts'
import { listHeads } from './acts/list-heads.ts'
import { readEntries } from './acts/read-entries.ts'

/** The counties come with the house. */
export function auditRoutes(house: () => House): readonly Route[] {
  return [
    bind(audit.heads, { handle: (_ctx, { params }) => listHeads(house(), params.tenant) }),
    bind(audit.entries, { handle: (ctx, { query }) => readEntries(ctx, query) }),
  ]
}
