/** The clinic plans its sessions. Part of the contract of vaccines (contract.ts). */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { fenSchema } from '../platform/money.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { daySchema, instantSchema } from '../platform/time.ts'
import { sessionStates } from './states.ts'
import { localTimeSchema, productCodeSchema, windowIdSchema } from './vaccine-schemas.ts'

const seats = z.int().check(z.gte(0), z.lte(500))
/** First doses, later doses, and those whom the phone or a helper books. */
export const capacitySchema = z.strictObject({ first: seats, later: seats, helped: seats })

export const sessionRowSchema = z.strictObject({
  id: idSchema('vse'),
  state: z.enum(sessionStates),
  product: productCodeSchema,
  day: daySchema,
  releaseAt: z.nullable(instantSchema),
  price: z.nullable(fenSchema),
  windows: z.array(
    z.strictObject({
      id: windowIdSchema,
      from: localTimeSchema,
      until: localTimeSchema,
      capacity: capacitySchema,
      taken: z.number(),
    }),
  ),
})
export type SessionRowView = z.infer<typeof sessionRowSchema>

const reasonSchema = z.string().check(z.trim(), z.minLength(2), z.maxLength(60))
const ofSession = z.strictObject({ sessionId: idSchema('vse') })

/** A product as the clinic weighs it before it signs. */
export const productFactsSchema = z.strictObject({
  product: productCodeSchema,
  name: z.string(),
  free: z.boolean(),
  /** Its facts were read in a published source; nothing to sign. */
  verified: z.boolean(),
  /** Of the facts as they stand: what is signed is exactly this. */
  facts: z.string(),
  /** Chinese, a line each: ages, doses, intervals as this system would apply them. */
  rules: z.array(z.string()),
  signed: z.nullable(z.strictObject({ at: instantSchema, by: idSchema('stf') })),
})
export type ProductFacts = z.infer<typeof productFactsSchema>

const nurse = { audience: 'staff', roles: ['nurse'] } as const

export const staffEndpoints = {
  planSessions: defineEndpoint({
    ...nurse,
    id: 'vaccines.planSessions',
    method: 'POST',
    path: '/vaccines/sites/:siteId/sessions',
    summary: 'Sessions of a weekly pattern, one a day; days that have one of this product are left as they are',
    params: z.strictObject({ siteId: idSchema('sit') }),
    body: z.strictObject({
      product: productCodeSchema,
      from: daySchema,
      until: daySchema,
      /** 1 is Monday. */
      weekdays: z.array(z.int().check(z.gte(1), z.lte(7))).check(z.minLength(1), z.maxLength(7)),
      windows: z
        .array(z.strictObject({ from: localTimeSchema, until: localTimeSchema, capacity: capacitySchema }))
        .check(z.minLength(1), z.maxLength(24)),
      releaseAt: instantSchema,
      /** What a paid one costs at this clinic; left out for the programme's. */
      price: z.optional(fenSchema),
    }),
    output: z.strictObject({ made: z.number(), standing: z.number() }),
    errors: ['out-of-scope', 'input-refused'],
    limiter: 'write',
    idempotent: false,
  }),
  sessions: defineEndpoint({
    ...nurse,
    id: 'vaccines.sessions',
    method: 'GET',
    path: '/vaccines/sites/:siteId/sessions',
    summary: 'The sessions of a site by product and day, with what is taken',
    params: z.strictObject({ siteId: idSchema('sit') }),
    query: z.strictObject({ ...pageQuery, product: productCodeSchema }),
    output: pageOf(sessionRowSchema),
    errors: ['out-of-scope'],
    limiter: 'read',
    idempotent: false,
  }),
  setCapacity: defineEndpoint({
    ...nurse,
    id: 'vaccines.setCapacity',
    method: 'POST',
    path: '/vaccines/sessions/:sessionId/windows/:window/capacity',
    summary: 'More or fewer seats of a window; never fewer than are taken',
    params: z.strictObject({ sessionId: idSchema('vse'), window: windowIdSchema }),
    body: capacitySchema,
    output: sessionRowSchema,
    errors: ['out-of-scope', 'capacity-below-taken', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: false,
  }),
  suspendSession: defineEndpoint({
    ...nurse,
    id: 'vaccines.suspendSession',
    method: 'POST',
    path: '/vaccines/sessions/:sessionId/suspend',
    summary: 'Stop a session (a recall, no vaccine came): nobody books it, whoever did is told and chooses anew',
    params: ofSession,
    body: z.strictObject({ reason: reasonSchema }),
    output: sessionRowSchema,
    errors: ['out-of-scope', 'session-over', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: false,
  }),
  resumeSession: defineEndpoint({
    ...nurse,
    id: 'vaccines.resumeSession',
    method: 'POST',
    path: '/vaccines/sessions/:sessionId/resume',
    summary: 'A stopped session may be booked again; those who were told choose for themselves',
    params: ofSession,
    output: sessionRowSchema,
    errors: ['out-of-scope', 'session-over', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: false,
  }),
  moveSession: defineEndpoint({
    ...nurse,
    id: 'vaccines.moveSession',
    method: 'POST',
    path: '/vaccines/sessions/:sessionId/move',
    summary:
      'Another day, the same windows: bookings go along where the schedule allows it, the others are to be chosen anew',
    params: ofSession,
    body: z.strictObject({ day: daySchema }),
    output: sessionRowSchema,
    errors: ['out-of-scope', 'session-over', 'session-there', 'changed-meanwhile', 'input-refused'],
    limiter: 'write',
    idempotent: false,
  }),
  products: defineEndpoint({
    ...nurse,
    id: 'vaccines.products',
    method: 'GET',
    path: '/vaccines/sites/:siteId/products',
    summary: 'Every product with the rules this system applies, what was verified and what the clinic signed',
    params: z.strictObject({ siteId: idSchema('sit') }),
    output: z.strictObject({ items: z.array(productFactsSchema) }),
    errors: ['out-of-scope'],
    limiter: 'read',
    idempotent: false,
  }),
  signProduct: defineEndpoint({
    ...nurse,
    id: 'vaccines.signProduct',
    method: 'POST',
    path: '/vaccines/sites/:siteId/products/:product/sign-off',
    summary: 'The clinic answers for the facts of a product that nobody verified, exactly as they were shown',
    params: z.strictObject({ siteId: idSchema('sit'), product: productCodeSchema }),
    body: z.strictObject({ facts: z.string().check(z.maxLength(64)), signed: z.boolean() }),
    output: productFactsSchema,
    errors: ['out-of-scope', 'facts-changed', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: false,
  }),
}
