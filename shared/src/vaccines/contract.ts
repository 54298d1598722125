/**
 * Vaccines for oneself and one's children. Promises: the history is the registry's, with its source and its day; what is due, what comes next and from which
 * day are computed from the national schedule; a guardian's right is judged at the moment of use. Refuses everybody else's record (404, like an unknown one).
 */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { daySchema, instantSchema } from '../platform/time.ts'
import { bookingEndpoints } from './booking-endpoints.ts'
import { dutyEndpoints } from './duty-endpoints.ts'
import { nurseEndpoints } from './nurse-endpoints.ts'
import { staffEndpoints } from './staff-endpoints.ts'
import { refusalCodes, vaccinePersonSchema } from './vaccine-schemas.ts'

/** A dose that stands in the registry. */
export const givenDoseSchema = z.strictObject({ day: daySchema, site: z.string(), lot: z.nullable(z.string()) })

export const planLineSchema = z.strictObject({
  product: z.string(),
  name: z.string(),
  /** Paid for at the clinic where false. */
  free: z.boolean(),
  given: z.array(givenDoseSchema),
  /** `late`: past the age by which the schedule wants it; it is still given. null: see `none`. */
  next: z.nullable(z.strictObject({ dose: z.number(), from: daySchema, state: z.enum(['due', 'late', 'later']) })),
  /** Why there is no day. */
  none: z.nullable(z.enum(refusalCodes)),
  /** false: facts that no clinic has signed off yet; not to be booked (DOMAIN.md vaccines 9). */
  verified: z.boolean(),
})
export type PlanLine = z.infer<typeof planLineSchema>

export const planSchema = z.strictObject({
  person: vaccinePersonSchema,
  /** Who says what was given, and of when it is. */
  source: z.string(),
  asOf: instantSchema,
  /** false: the registry cannot be reached, or what it said is older than a day. */
  fresh: z.boolean(),
  /** The edition of the schedule by which it was computed. */
  schedule: z.string(),
  lines: z.array(planLineSchema),
})
export type VaccinePlan = z.infer<typeof planSchema>

export const vaccines = {
  people: defineEndpoint({
    id: 'vaccines.people',
    method: 'GET',
    path: '/vaccines/people',
    audience: 'resident',
    summary: 'Whom I may look after here: myself, and the children whose guardian I am at this moment',
    output: z.strictObject({ items: z.array(vaccinePersonSchema) }),
    errors: ['real-name-needed'],
    limiter: 'read',
    idempotent: false,
  }),
  plan: defineEndpoint({
    id: 'vaccines.plan',
    method: 'GET',
    path: '/vaccines/people/:personId/plan',
    audience: 'resident',
    summary: 'What was given, what is due, what comes next and from which day, and why something cannot be given',
    params: z.strictObject({ personId: idSchema('per') }),
    output: planSchema,
    errors: ['real-name-needed', 'consent-needed', 'registry-unreachable', 'registry-mismatch', 'registry-unknown'],
    limiter: 'ask',
    idempotent: false,
  }),
  ...bookingEndpoints,
  ...staffEndpoints,
  ...nurseEndpoints,
  ...dutyEndpoints,
}
