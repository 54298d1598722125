/**
 * The chain of what was done. Promises that its heads are public, so that anybody can keep them outside, and that whoever reads entries is written down
 * themselves before they see one. Entries hold ids, states and amounts, never personal data; nothing here can be changed by anybody.
 */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { tenantSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { daySchema, instantSchema } from '../platform/time.ts'

const plain = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export const auditEntrySchema = z.strictObject({
  seq: z.int(),
  at: instantSchema,
  /** `staff:stf_…`, `resident:acc_…`, `system:relay-pending` */
  actor: z.string(),
  /** The collection and the id of the record, and the version that the act made. */
  record: z.string(),
  recordId: z.string(),
  version: z.int(),
  /** `bills.pay` */
  act: z.string(),
  data: plain,
})
export type AuditEntryView = z.infer<typeof auditEntrySchema>

export const audit = {
  heads: defineEndpoint({
    id: 'audit.heads',
    method: 'GET',
    path: '/audit/:tenant/heads',
    audience: 'public',
    summary: 'Where the chain of a county ended on each of the last 30 days, the newest first: to be kept outside',
    params: z.strictObject({ tenant: tenantSchema }),
    output: z.strictObject({
      items: z.array(z.strictObject({ day: daySchema, count: z.int(), mac: z.string() })),
    }),
    errors: ['county-unknown'],
    limiter: 'public',
    idempotent: false,
    cacheSeconds: 300,
  }),
  entries: defineEndpoint({
    id: 'audit.entries',
    method: 'GET',
    path: '/audit/entries',
    audience: 'staff',
    roles: ['auditor'],
    summary:
      'Entries of the county, the newest first: all, of one record, or of one actor; the reading is an entry itself',
    query: z.strictObject({
      ...pageQuery,
      /** Both or neither. */
      record: z.optional(z.string().check(z.regex(/^[A-Za-z]{1,40}$/))),
      recordId: z.optional(z.string().check(z.regex(/^[\w.-]{1,60}$/))),
      actor: z.optional(z.string().check(z.regex(/^(?:resident|staff|system|provider|anonymous):[\w.:-]{1,60}$/))),
    }),
    output: pageOf(auditEntrySchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
}
