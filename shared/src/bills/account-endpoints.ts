/** Accounts of a household: who belongs to them, how a year went, reminders. Part of the contract of bills (contract.ts). */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { daySchema } from '../platform/time.ts'
import {
  accountCodeSchema,
  accountPersonSchema,
  accountRowSchema,
  historySchema,
  utilitySchema,
} from './account-schemas.ts'

const accountParams = z.strictObject({ accountId: idSchema('uac') })
const personParams = z.strictObject({ accountId: idSchema('uac'), personId: idSchema('per') })
const read = { audience: 'resident', limiter: 'read', idempotent: false } as const
const write = { audience: 'resident', limiter: 'write', idempotent: false } as const

export const accountEndpoints = {
  accounts: defineEndpoint({
    ...read,
    id: 'bills.accounts',
    method: 'GET',
    path: '/utility-accounts',
    summary: 'The accounts that I pay for or belong to, with what is due on each',
    output: z.strictObject({ items: z.array(accountRowSchema), reminders: z.boolean() }),
    errors: [],
  }),
  bind: defineEndpoint({
    ...write,
    id: 'bills.bind',
    method: 'POST',
    path: '/utility-accounts',
    summary:
      'Pay for an account: its code and the owner’s full name. The answer is match or no match, and nothing else',
    body: z.strictObject({
      utility: utilitySchema,
      code: accountCodeSchema,
      ownerName: z.string().check(z.minLength(1), z.maxLength(100)),
    }),
    output: z.strictObject({ match: z.boolean(), account: z.nullable(accountRowSchema) }),
    errors: ['utility-unreachable'],
  }),
  unbind: defineEndpoint({
    ...write,
    id: 'bills.unbind',
    method: 'DELETE',
    path: '/utility-accounts/:accountId',
    summary: 'I no longer pay for this account; my receipts stay',
    params: accountParams,
    output: z.strictObject({ ended: z.literal(true) }),
    errors: [],
  }),
  moveOut: defineEndpoint({
    ...write,
    id: 'bills.moveOut',
    method: 'POST',
    path: '/utility-accounts/:accountId/move-out',
    summary: 'The owner moves house: everybody’s tie to this account ends, receipts stay',
    params: accountParams,
    body: z.strictObject({}),
    output: z.strictObject({ ended: z.literal(true) }),
    errors: [],
  }),
  people: defineEndpoint({
    ...read,
    id: 'bills.people',
    method: 'GET',
    path: '/utility-accounts/:accountId/people',
    summary: 'The owner sees everybody who pays for or looks at this account',
    params: accountParams,
    output: z.strictObject({ items: z.array(accountPersonSchema) }),
    errors: [],
  }),
  removePerson: defineEndpoint({
    ...write,
    id: 'bills.removePerson',
    method: 'DELETE',
    path: '/utility-accounts/:accountId/people/:personId',
    summary: 'The owner ends somebody’s tie to this account, at once',
    params: personParams,
    output: z.strictObject({ items: z.array(accountPersonSchema) }),
    errors: [],
  }),
  grantView: defineEndpoint({
    ...write,
    id: 'bills.grantView',
    method: 'PUT',
    path: '/utility-accounts/:accountId/people/:personId/view',
    summary: 'The owner lets a payer see history, chart and address from now on, until a day within a year',
    params: personParams,
    body: z.strictObject({ until: daySchema }),
    output: z.strictObject({ items: z.array(accountPersonSchema) }),
    errors: [],
  }),
  revokeView: defineEndpoint({
    ...write,
    id: 'bills.revokeView',
    method: 'DELETE',
    path: '/utility-accounts/:accountId/people/:personId/view',
    summary: 'The owner takes that back: the viewer is a payer again',
    params: personParams,
    output: z.strictObject({ items: z.array(accountPersonSchema) }),
    errors: [],
  }),
  history: defineEndpoint({
    ...read,
    id: 'bills.history',
    method: 'GET',
    path: '/utility-accounts/:accountId/history',
    summary: 'A year of an account beside the year before, for owner and viewers',
    params: accountParams,
    query: z.strictObject({ year: z.optional(z.string().check(z.regex(/^20\d{2}$/))) }),
    output: historySchema,
    errors: [],
  }),
  setReminders: defineEndpoint({
    ...write,
    id: 'bills.setReminders',
    method: 'PUT',
    path: '/bill-reminders',
    summary: 'Reminders of bills that fall due: on, or off with one tap',
    body: z.strictObject({ on: z.boolean() }),
    output: z.strictObject({ on: z.boolean() }),
    errors: [],
  }),
}
