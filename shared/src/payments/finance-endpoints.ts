/** The finance desk: differences and their owners, refunds and placings that a second officer agrees to, tills, statements. */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { fenSchema } from '../platform/money.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { UNIT_CODE } from '../platform/roles.ts'
import { daySchema, instantSchema } from '../platform/time.ts'
import { differenceKinds, differenceStates, resolutions } from './differences.ts'
import { orderParams, orderViewSchema } from './order-schemas.ts'
import { refundStates } from './states.ts'

export const differenceSchema = z.strictObject({
  id: idSchema('dif'),
  state: z.enum(differenceStates),
  kind: z.enum(differenceKinds),
  words: z.string(),
  utility: z.string(),
  /** Merchant number, or the unit of a till. */
  place: z.string(),
  day: daySchema,
  ref: z.string(),
  recordId: z.nullable(z.string()),
  ours: z.nullable(z.number()),
  theirs: z.nullable(z.number()),
  unitCode: z.string(),
  owner: z.nullable(z.string()),
  openedAt: instantSchema,
  /** Whole days since it was opened. */
  ageDays: z.number(),
  endedAt: z.nullable(instantSchema),
  resolution: z.nullable(z.enum(resolutions)),
})
export type Difference = z.infer<typeof differenceSchema>

export const refundSchema = z.strictObject({
  id: idSchema('ref'),
  refundNo: z.string(),
  state: z.enum(refundStates),
  of: z.enum(['whole', 'return', 'stray']),
  amount: fenSchema,
  method: z.enum(['wechat', 'cash']),
  requestedAt: instantSchema,
  endedAt: z.nullable(instantSchema),
})

export const financeEndpoints = {
  differences: defineEndpoint({
    id: 'payments.differences',
    method: 'GET',
    path: '/finance/differences',
    audience: 'staff',
    roles: ['finance', 'auditor'],
    summary:
      'What does not fit, newest first, with its age: suspense, and what the daily match found; each with its owner and age',
    query: z.strictObject({ ...pageQuery, state: z.optional(z.enum(differenceStates)) }),
    output: pageOf(differenceSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  takeDifference: defineEndpoint({
    id: 'payments.takeDifference',
    method: 'POST',
    path: '/finance/differences/:differenceId/take',
    audience: 'staff',
    roles: ['finance'],
    summary: "Take a difference in hand: from now on it is this officer's",
    params: z.strictObject({ differenceId: idSchema('dif') }),
    body: z.strictObject({}),
    output: differenceSchema,
    errors: ['difference-resolved'],
    limiter: 'write',
    idempotent: true,
  }),
  resolveDifference: defineEndpoint({
    id: 'payments.resolveDifference',
    method: 'POST',
    path: '/finance/differences/:differenceId/resolve',
    audience: 'staff',
    roles: ['finance'],
    summary:
      'Say how a difference of two books ended; a second officer agrees. Money in suspense ends by a refund or by its place, never by words',
    params: z.strictObject({ differenceId: idSchema('dif') }),
    body: z.strictObject({ resolution: z.enum(['provider-corrected', 'utility-corrected', 'written-off']) }),
    output: z.strictObject({ approvalId: idSchema('apr'), state: z.string() }),
    errors: ['difference-resolved', 'difference-holds-money', 'out-of-scope'],
    limiter: 'write',
    idempotent: true,
  }),
  findOrder: defineEndpoint({
    id: 'payments.findOrder',
    method: 'GET',
    path: '/finance/orders/:no',
    audience: 'staff',
    roles: ['finance'],
    summary:
      'One order by the number on the receipt or in WeChat: where its money stands and what is left to give back',
    params: z.strictObject({ no: z.string().check(z.regex(/^XLB\d{12,29}$/)) }),
    output: z.strictObject({
      order: orderViewSchema,
      received: z.nullable(fenSchema),
      left: fenSchema,
      refunds: z.array(refundSchema),
    }),
    errors: ['own-matter'],
    limiter: 'lookup',
    idempotent: false,
  }),
  proposeRefund: defineEndpoint({
    id: 'payments.proposeRefund',
    method: 'POST',
    path: '/finance/orders/:orderId/refunds',
    audience: 'staff',
    roles: ['finance'],
    summary:
      'Give back a part or all of what an order received; the caller says what it believes is left, a second officer agrees',
    params: orderParams,
    body: z.strictObject({
      amount: fenSchema,
      leftAsSeen: fenSchema,
      reason: z.enum(['overcharged', 'paid-twice', 'utility-asked', 'court']),
    }),
    output: z.strictObject({ approvalId: idSchema('apr'), state: z.string() }),
    errors: [
      'refund-above-left',
      'refund-left-changed',
      'refund-not-now',
      'refund-whole-only',
      'own-matter',
      'out-of-scope',
    ],
    limiter: 'write',
    idempotent: true,
  }),
  proposeStrayRefund: defineEndpoint({
    id: 'payments.proposeStrayRefund',
    method: 'POST',
    path: '/finance/strays/:strayId/refund',
    audience: 'staff',
    roles: ['finance'],
    summary: 'Send a payment without an order back to its payer; a second officer agrees',
    params: z.strictObject({ strayId: idSchema('sty') }),
    body: z.strictObject({}),
    output: z.strictObject({ approvalId: idSchema('apr'), state: z.string() }),
    errors: ['refund-not-now', 'out-of-scope'],
    limiter: 'write',
    idempotent: true,
  }),
  proposePlacing: defineEndpoint({
    id: 'payments.proposePlacing',
    method: 'POST',
    path: '/finance/orders/:orderId/place',
    audience: 'staff',
    roles: ['finance'],
    summary: 'Money in suspense goes to what it was paid for after all; a second officer agrees',
    params: orderParams,
    body: z.strictObject({}),
    output: z.strictObject({ approvalId: idSchema('apr'), state: z.string() }),
    errors: ['placing-not-now', 'own-matter', 'out-of-scope'],
    limiter: 'write',
    idempotent: true,
  }),
  giveCashBack: defineEndpoint({
    id: 'payments.giveCashBack',
    method: 'POST',
    path: '/finance/refunds/:refundId/given',
    audience: 'staff',
    roles: ['cashier'],
    summary: 'The desk handed a cash refund out to the payer',
    params: z.strictObject({ refundId: idSchema('ref') }),
    body: z.strictObject({}),
    output: refundSchema,
    errors: ['refund-not-now', 'own-matter', 'out-of-scope'],
    limiter: 'write',
    idempotent: true,
  }),
  handIn: defineEndpoint({
    id: 'payments.handIn',
    method: 'POST',
    path: '/finance/tills/:unitCode/hand-in',
    audience: 'staff',
    roles: ['cashier', 'finance'],
    summary: "Hand a desk's cash in: what was counted against what the ledger says; another amount opens a difference",
    params: z.strictObject({ unitCode: z.string().check(z.regex(UNIT_CODE)) }),
    body: z.strictObject({ counted: fenSchema }),
    output: z.strictObject({ expected: fenSchema, counted: fenSchema, differs: z.boolean(), at: instantSchema }),
    errors: ['out-of-scope'],
    limiter: 'write',
    idempotent: true,
  }),
  statements: defineEndpoint({
    id: 'payments.statements',
    method: 'GET',
    path: '/finance/statements',
    audience: 'staff',
    roles: ['finance', 'auditor'],
    summary: "The last days of every merchant: whether the provider's statement came, and whether it was matched",
    output: z.strictObject({
      items: z.array(
        z.strictObject({
          mchid: z.string(),
          utility: z.string(),
          day: daySchema,
          state: z.enum(['wanted', 'fetched', 'none', 'broken']),
          rows: z.number(),
          fee: z.number(),
          matchedAt: z.nullable(instantSchema),
          open: z.number(),
        }),
      ),
    }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
}
