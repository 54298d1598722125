/**
 * What waits for a second officer. Promises that nobody decides what they proposed themselves, under whatever staff record, nor their own or their
 * family's matter; the county's duty officer may decide everywhere. Lists name no resident; what the second officer must see to check stands in one proposal.
 */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { instantSchema } from '../platform/time.ts'
import { approvalStates } from './states.ts'

const row = {
  id: idSchema('apr'),
  /** `families.enter-guardianship` */
  kind: z.string(),
  /** Chinese: `登记监护关系`. */
  title: z.string(),
  unitCode: z.string(),
  unitName: z.string(),
  proposedBy: idSchema('stf'),
  proposedAt: instantSchema,
  /** Proposed: it lapses then. Emergency: it had to be approved by then. */
  until: instantSchema,
  state: z.enum(approvalStates),
  /** null: nothing happens before it is approved. `minutesLeft` counts down to `until`, 0 once it is over or decided. */
  emergency: z.nullable(z.strictObject({ minutesLeft: z.number(), late: z.boolean() })),
  /** I proposed it. */
  mine: z.boolean(),
}

export const approvalRowSchema = z.strictObject(row)
export type ApprovalRowView = z.infer<typeof approvalRowSchema>

export const approvalSchema = z.strictObject({
  ...row,
  recordId: z.string(),
  /** Ids, states and amounts. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  proposerName: z.string(),
  decider: z.nullable(z.strictObject({ id: idSchema('stf'), name: z.string(), at: instantSchema })),
  /** Why it was refused; for its two officers only. */
  reason: z.nullable(z.string()),
  /** FAILED: the code of the error that the capability answered with. */
  failure: z.nullable(z.string()),
  /** What the deciding officer must compare with the papers; empty for everybody else. */
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  can: z.strictObject({ approve: z.boolean(), refuse: z.boolean(), withdraw: z.boolean() }),
})
export type Approval = z.infer<typeof approvalSchema>

const params = z.strictObject({ approvalId: idSchema('apr') })
const deciding = {
  audience: 'staff',
  roles: 'signed-in',
  params,
  output: approvalSchema,
  limiter: 'write',
  idempotent: true,
} as const

export const approvals = {
  list: defineEndpoint({
    id: 'approvals.list',
    method: 'GET',
    path: '/approvals',
    audience: 'staff',
    roles: 'signed-in',
    summary: 'What I may have to decide, or what I proposed, newest first',
    query: z.strictObject({ state: z.enum(['open', 'mine']), ...pageQuery }),
    output: pageOf(approvalRowSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  show: defineEndpoint({
    id: 'approvals.show',
    method: 'GET',
    path: '/approvals/:approvalId',
    audience: 'staff',
    roles: 'signed-in',
    summary: 'One proposal with what the second officer compares; 404 outside my reach, like an unknown id',
    params,
    output: approvalSchema,
    errors: ['own-matter'],
    limiter: 'read',
    idempotent: false,
  }),
  approve: defineEndpoint({
    id: 'approvals.approve',
    method: 'POST',
    path: '/approvals/:approvalId/approve',
    summary: 'Agree as the second person; what was agreed is done in the same request, or by the job after a crash',
    body: z.strictObject({}),
    errors: ['second-person-needed', 'own-matter', 'approval-closed'],
    ...deciding,
  }),
  refuse: defineEndpoint({
    id: 'approvals.refuse',
    method: 'POST',
    path: '/approvals/:approvalId/refuse',
    summary: 'Refuse with a reason for the proposer; what went ahead as an emergency is put back',
    body: z.strictObject({ reason: z.string().check(z.regex(/^(?=.*\S)[^\p{Cc}]{1,200}$/u)) }),
    errors: ['second-person-needed', 'own-matter', 'approval-closed'],
    ...deciding,
  }),
  withdraw: defineEndpoint({
    id: 'approvals.withdraw',
    method: 'POST',
    path: '/approvals/:approvalId/withdraw',
    summary: 'The proposer takes it back while nobody decided',
    body: z.strictObject({}),
    errors: ['approval-closed'],
    ...deciding,
  }),
}
