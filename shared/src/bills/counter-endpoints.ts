/** Bills at the counter: what is due, and cash for it. Part of the contract of bills (contract.ts). */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { fenSchema } from '../platform/money.ts'
import { UNIT_CODE } from '../platform/roles.ts'
import { orderViewSchema } from '../payments/order-schemas.ts'
import { accountCodeSchema, counterBillsSchema, utilitySchema } from './account-schemas.ts'

/** `payErrors`: why nothing can be paid now, the same as for residents. */
export const counterEndpoints = <const E extends readonly string[]>(payErrors: E) => ({
  counterBills: defineEndpoint({
    id: 'bills.counterBills',
    method: 'GET',
    path: '/counter/bills',
    audience: 'staff',
    roles: ['cashier', 'counter'],
    summary: 'What is due on an account, for whoever pays in cash at the desk',
    query: z.strictObject({ utility: utilitySchema, code: accountCodeSchema }),
    output: counterBillsSchema,
    errors: [],
    limiter: 'lookup',
    idempotent: false,
  }),
  payCash: defineEndpoint({
    id: 'bills.payCash',
    method: 'POST',
    path: '/counter/cash-payments',
    audience: 'staff',
    roles: ['cashier'],
    summary: 'Cash at the desk for bills of one account, oldest first; answers the change to give back',
    body: z.strictObject({
      unitCode: z.string().check(z.regex(UNIT_CODE)),
      utility: utilitySchema,
      code: accountCodeSchema,
      billIds: z.array(idSchema('bil')).check(z.minLength(1), z.maxLength(12)),
      /** Fen in the hand, at least what the bills cost. */
      tendered: z.int().check(z.gte(1), z.lte(100_000_000)),
      payerId: z.nullable(idSchema('per')),
    }),
    output: z.strictObject({ order: orderViewSchema, change: fenSchema }),
    errors: [...payErrors, 'too-little-cash'],
    limiter: 'write',
    idempotent: true,
  }),
})
