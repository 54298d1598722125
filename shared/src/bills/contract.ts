/**
 * Bills of the accounts that somebody owns, pays for or may look at. Promises: the amount is the utility's, and the page says whose figure it is;
 * paying twice is impossible; a payer sees what is due and nothing of how the household lives. Refuses: another's bill or account (404, like an
 * unknown one), a price from the client, a later bill while an older one is open.
 */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { fenSchema } from '../platform/money.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { daySchema, instantSchema, periodSchema } from '../platform/time.ts'
import { callSchema } from '../accounts/contract.ts'
import { orderViewSchema, payParamsSchema } from '../payments/order-schemas.ts'
import { accountEndpoints } from './account-endpoints.ts'
import { utilitySchema } from './account-schemas.ts'
import { counterEndpoints } from './counter-endpoints.ts'
import { billStates } from './states.ts'

export { utilitySchema, type Utility } from './account-schemas.ts'

export const billRowSchema = z.strictObject({
  id: idSchema('bil'),
  utility: utilitySchema,
  period: periodSchema,
  state: z.enum(billStates),
  amount: fenSchema,
  dueOn: daySchema,
  overdue: z.boolean(),
  /** Masked owner's name. */
  ownerName: z.string(),
  /** Masked account code. */
  accountCode: z.string(),
  office: z.string(),
  creditedAt: z.nullable(instantSchema),
  /** The live or last order of this reader. */
  orderId: z.nullable(idSchema('ord')),
  receiptId: z.nullable(idSchema('rct')),
  accountId: idSchema('uac'),
  /** What an order opened now would ask for: the bill, its penalty, less what earlier overpayments and advances cover. */
  toPay: fenSchema,
  can: z.strictObject({ pay: z.boolean() }),
})
export type BillRow = z.infer<typeof billRowSchema>

export const billLineSchema = z.strictObject({
  /** 第一阶梯, 污水处理费, … */
  label: z.string(),
  kind: z.enum(['tier', 'sewage', 'peak', 'valley']),
  tier: z.nullable(z.int()),
  /** Whole units of the utility: m³, for electricity kWh. */
  usage: z.int(),
  /** 0.1 fen (厘) a unit: 1800 is 1.80 yuan. */
  priceTenthFen: z.int(),
  amount: fenSchema,
})

export const tierBarSchema = z.strictObject({
  tier: z.int(),
  /** Units of the year at which the tier begins and ends (null: open). */
  from: z.int(),
  to: z.nullable(z.int()),
  priceTenthFen: z.int(),
  /** How much of this tier was used before this bill, and by this bill. */
  usedBefore: z.int(),
  usedNow: z.int(),
})

export const billSchema = z.strictObject({
  ...billRowSchema.shape,
  /**
   * `all`: owner or viewer. `due`: somebody who pays for the household sees what is due and nothing of how it lives: usage and readings are then 0,
   * address, lines, tiers and recent periods empty.
   */
  sees: z.enum(['all', 'due']),
  unit: z.enum(['m3', 'kWh']),
  /** Time of use; null without it. */
  peak: z.nullable(z.int()),
  valley: z.nullable(z.int()),
  /** Fen that earlier overpayments and advances take off (below 0) or an underpayment adds. */
  carried: z.int(),
  /** Somebody else is paying: their name only for owner and viewers; from `takeOverAt` on this reader may take over. */
  paying: z.nullable(
    z.strictObject({ name: z.nullable(z.string()), takeOverAt: instantSchema, canTakeOver: z.boolean() }),
  ),
  /** A later reading of this bill after it was paid: what it changed, and where the difference went. */
  adjustment: z.nullable(z.strictObject({ difference: z.int(), amount: fenSchema, usage: z.int(), words: z.string() })),
  from: daySchema,
  to: daySchema,
  usage: z.int(),
  /** Use of the bill before, null when there is none. */
  usageBefore: z.nullable(z.int()),
  address: z.string(),
  previousReading: z.int(),
  reading: z.int(),
  lines: z.array(billLineSchema),
  tiers: z.array(tierBarSchema),
  /** Units left until the next tier, null in the last one. */
  untilNextTier: z.nullable(z.int()),
  /** What the published tariff gives; a difference above 1 fen is shown and opens a check. */
  computed: fenSchema,
  differs: z.boolean(),
  /** `assumption`: the county has not confirmed the tariff's figures; the page says so. */
  tariff: z.strictObject({ name: z.string(), status: z.enum(['exact', 'assumption']), source: z.string() }),
  penalty: z.strictObject({ amount: fenSchema, words: z.string() }),
  asOf: instantSchema,
  source: z.string(),
  /** Up to six periods, oldest first, this one last. */
  recent: z.array(z.strictObject({ period: periodSchema, amount: fenSchema, usage: z.int() })),
  order: z.nullable(orderViewSchema),
  call: callSchema,
})
export type Bill = z.infer<typeof billSchema>

const nothing = z.strictObject({})
const billParams = z.strictObject({ billId: idSchema('bil') })
const payOutput = z.strictObject({ order: orderViewSchema, pay: z.nullable(payParamsSchema) })
const accountParams = z.strictObject({ accountId: idSchema('uac') })
const read = { audience: 'resident', limiter: 'read', idempotent: false } as const

/** Why nothing can be paid now. */
const payErrors = [
  'bill-already-paid',
  'bill-superseded',
  'account-stopped',
  'someone-is-paying',
  'provider-unreachable',
  'still-closing',
  'older-first',
  'nothing-to-pay',
] as const

export const bills = {
  list: defineEndpoint({
    ...read,
    id: 'bills.list',
    method: 'GET',
    path: '/bills',
    summary: 'My bills, newest period first; what is due comes with state ISSUED or OVERDUE',
    query: z.strictObject({ ...pageQuery, show: z.optional(z.enum(['due', 'done'])) }),
    output: pageOf(billRowSchema),
    errors: [],
  }),
  get: defineEndpoint({
    ...read,
    id: 'bills.get',
    method: 'GET',
    path: '/bills/:billId',
    summary: 'One bill: what it is made of, whose figure it is, where the money stands',
    params: billParams,
    output: billSchema,
    errors: [],
  }),
  pay: defineEndpoint({
    id: 'bills.pay',
    method: 'POST',
    path: '/bills/:billId/pay',
    audience: 'resident',
    summary: 'Open the one order of this bill, or return the live one; the price is the server’s',
    params: billParams,
    body: z.strictObject({}),
    output: payOutput,
    errors: payErrors,
    limiter: 'write',
    idempotent: true,
  }),
  takeOver: defineEndpoint({
    id: 'bills.takeOver',
    method: 'POST',
    path: '/bills/:billId/take-over',
    audience: 'resident',
    summary: 'Another payer began long ago: after asking the provider their order is closed and mine is opened',
    params: billParams,
    body: nothing,
    output: payOutput,
    errors: payErrors,
    limiter: 'write',
    idempotent: true,
  }),
  payAccount: defineEndpoint({
    id: 'bills.payAccount',
    method: 'POST',
    path: '/utility-accounts/:accountId/pay',
    audience: 'resident',
    summary: 'One order for several bills of an account, oldest first, with an advance for the next one if wished',
    params: accountParams,
    body: z.strictObject({
      billIds: z.array(idSchema('bil')).check(z.minLength(1), z.maxLength(12)),
      /** Fen beyond the bills, at most 2,000 yuan. */
      advance: z.optional(z.int().check(z.gte(100), z.lte(200_000))),
    }),
    output: payOutput,
    errors: payErrors,
    limiter: 'write',
    idempotent: true,
  }),
  ...accountEndpoints,
  ...counterEndpoints(payErrors),
}
