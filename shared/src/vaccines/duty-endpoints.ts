/** A nurse asks to be on duty (当班), and to see a child who is not on the list. Another officer decides (approvals). Part of the contract of vaccines (contract.ts). */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { daySchema } from '../platform/time.ts'
import { idNoTextSchema } from './nurse-schemas.ts'
import { productCodeSchema } from './vaccine-schemas.ts'

export const MOST_DUTY_DAYS = 31

/** Why a child who is not on the list is looked at. */
export const childReasons = ['came-unbooked', 'from-paper', 'correction'] as const
export type ChildReason = (typeof childReasons)[number]

const asking = { audience: 'staff', roles: ['nurse'], method: 'POST', limiter: 'write', idempotent: true } as const
/** `emergency`: it goes ahead at once, and is agreed to within the county's minutes. */
const emergency = z.boolean()
const proposed = z.strictObject({ dutyId: idSchema('vdt'), approvalId: idSchema('apr'), state: z.string() })
const params = z.strictObject({ siteId: idSchema('sit') })

export const dutyEndpoints = {
  askDuty: defineEndpoint({
    ...asking,
    id: 'vaccines.askDuty',
    path: '/vaccines/sites/:siteId/duties',
    summary: 'To be on duty at sessions of a site, by day and product: without it nobody who comes there is shown',
    params,
    body: z.strictObject({
      from: daySchema,
      until: daySchema,
      products: z.array(productCodeSchema).check(z.minLength(1), z.maxLength(40)),
      emergency,
    }),
    output: proposed,
    errors: ['out-of-scope', 'input-refused'],
  }),
  askChildDuty: defineEndpoint({
    ...asking,
    id: 'vaccines.askChildDuty',
    limiter: 'lookup',
    path: '/vaccines/sites/:siteId/child-duties',
    summary: 'To see one child who is not on the list, today',
    params,
    body: z.strictObject({ idNo: idNoTextSchema, reason: z.enum(childReasons), emergency }),
    output: proposed,
    errors: ['out-of-scope', 'own-matter', 'input-refused', 'walk-in-unknown'],
  }),
}
