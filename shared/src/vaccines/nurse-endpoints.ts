/** The nurse's day: lots, today's list, check-in, the dose, what became of it, and corrections. Part of the contract of vaccines (contract.ts). */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { daySchema } from '../platform/time.ts'
import {
  dayRowSchema,
  deferReasons,
  idNoTextSchema,
  lotNoSchema,
  lotSchema,
  packCodeSchema,
  reactions,
  visitSchema,
} from './nurse-schemas.ts'
import { localTimeSchema, productCodeSchema } from './vaccine-schemas.ts'

const siteParams = z.strictObject({ siteId: idSchema('sit') })
const bookingParams = z.strictObject({ siteId: idSchema('sit'), bookingId: idSchema('bkg') })
const seen = { version: z.int().check(z.gte(1)) }
const words = z.string().check(z.trim(), z.minLength(1), z.maxLength(200))
const chosenLot = { lotId: idSchema('vlt'), packCode: packCodeSchema }

const nurse = { audience: 'staff', roles: ['nurse'], idempotent: false } as const
const post = { ...nurse, method: 'POST', limiter: 'write' } as const
const scope = ['out-of-scope'] as const
const lots = ['lot-expired', 'lot-unfit', 'lot-stopped', 'pack-given'] as const
const acting = [
  ...scope,
  'own-matter',
  'duty-needed',
  'child-duty-needed',
  'changed-meanwhile',
  'booking-not-there',
] as const

export const nurseEndpoints = {
  enterLot: defineEndpoint({
    ...post,
    id: 'vaccines.enterLot',
    path: '/vaccines/sites/:siteId/lots',
    summary:
      'A lot arrived; entered again as it stands it is the same one, and `correct` puts right what was entered wrong',
    params: siteParams,
    body: z.strictObject({
      product: productCodeSchema,
      lotNo: lotNoSchema,
      maker: z.string().check(z.trim(), z.minLength(2), z.maxLength(60)),
      expiry: daySchema,
      dosesPerPack: z.int().check(z.gte(1), z.lte(10)),
      received: z.nullable(z.int().check(z.gte(1), z.lte(100_000))),
      correct: z.optional(z.boolean()),
    }),
    output: lotSchema,
    errors: [...scope, 'lot-entered', 'changed-meanwhile', 'input-refused'],
  }),
  lots: defineEndpoint({
    ...nurse,
    id: 'vaccines.lots',
    method: 'GET',
    limiter: 'read',
    path: '/vaccines/sites/:siteId/lots',
    summary: 'Lots of a product at this site, those that last longest first',
    params: siteParams,
    query: z.strictObject({ ...pageQuery, product: productCodeSchema }),
    output: pageOf(lotSchema),
    errors: [...scope],
  }),
  stopLot: defineEndpoint({
    ...post,
    id: 'vaccines.stopLot',
    path: '/vaccines/sites/:siteId/lots/:lotId/stop',
    summary: 'Nothing more is given of this lot (a recall, the cold chain broke), or it may be used again',
    params: z.strictObject({ siteId: idSchema('sit'), lotId: idSchema('vlt') }),
    body: z.strictObject({ stopped: z.boolean() }),
    output: lotSchema,
    errors: [...scope, 'changed-meanwhile'],
  }),
  dayBookings: defineEndpoint({
    ...nurse,
    id: 'vaccines.dayBookings',
    method: 'GET',
    limiter: 'read',
    path: '/vaccines/sites/:siteId/days/:day/bookings',
    summary: 'Who comes on a day, by their time: plain enough to be printed and worked from without a network',
    params: z.strictObject({ siteId: idSchema('sit'), day: daySchema }),
    query: z.strictObject(pageQuery),
    output: pageOf(dayRowSchema),
    errors: [...scope, 'duty-needed'],
  }),
  checkIn: defineEndpoint({
    ...post,
    id: 'vaccines.checkIn',
    path: '/vaccines/sites/:siteId/check-ins',
    summary:
      'By the code of the ticket: there, with the last look at the registry and the schedule; again it is what stands',
    params: siteParams,
    body: z.strictObject({
      code: z.string().check(z.regex(/^[0-9A-Za-z]{8}$/)),
      day: z.optional(daySchema),
    }),
    output: visitSchema,
    errors: [
      ...acting,
      'check-in-code-unknown',
      'check-in-elsewhere',
      'check-in-other-day',
      'registry-mismatch',
      'registry-unknown',
    ],
  }),
  walkIn: defineEndpoint({
    ...post,
    id: 'vaccines.walkIn',
    limiter: 'lookup',
    path: '/vaccines/sites/:siteId/walk-ins',
    summary: 'Somebody without a booking, today or entered up to a week later; with `given` also what they were given',
    params: siteParams,
    body: z.strictObject({
      idNo: idNoTextSchema,
      product: productCodeSchema,
      day: daySchema,
      time: localTimeSchema,
      given: z.optional(z.strictObject(chosenLot)),
    }),
    output: visitSchema,
    errors: [
      ...acting,
      ...lots,
      'walk-in-unknown',
      'dose-not-now',
      'dose-booked',
      'registry-unreachable',
      'registry-mismatch',
      'registry-unknown',
      'input-refused',
    ],
  }),
  vaccinate: defineEndpoint({
    ...post,
    id: 'vaccines.vaccinate',
    path: '/vaccines/sites/:siteId/bookings/:bookingId/vaccinate',
    summary: 'The dose is given: judged once more at this moment, with lot and pack',
    params: bookingParams,
    body: z.strictObject({ ...chosenLot, ...seen }),
    output: visitSchema,
    errors: [...acting, ...lots, 'dose-not-now'],
  }),
  defer: defineEndpoint({
    ...post,
    id: 'vaccines.defer',
    path: '/vaccines/sites/:siteId/bookings/:bookingId/defer',
    summary: 'Nothing is given today, and why',
    params: bookingParams,
    body: z.strictObject({ ...seen, reason: z.enum(deferReasons), words: z.optional(words) }),
    output: visitSchema,
    errors: [...acting, 'input-refused'],
  }),
  leave: defineEndpoint({
    ...post,
    id: 'vaccines.leave',
    path: '/vaccines/sites/:siteId/bookings/:bookingId/leave',
    summary: 'Checked in, and gone without the dose',
    params: bookingParams,
    body: z.strictObject(seen),
    output: visitSchema,
    errors: [...acting],
  }),
  observe: defineEndpoint({
    ...post,
    id: 'vaccines.observe',
    path: '/vaccines/sites/:siteId/bookings/:bookingId/observe',
    summary: 'The time of watching is over: how it went',
    params: bookingParams,
    body: z.strictObject({ ...seen, reaction: z.enum(reactions), words: z.optional(words) }),
    output: visitSchema,
    errors: [...acting, 'observation-running', 'input-refused'],
  }),
  correctDose: defineEndpoint({
    ...post,
    id: 'vaccines.correctDose',
    path: '/vaccines/sites/:siteId/bookings/:bookingId/correct',
    summary:
      'What was written down of a dose of ours was wrong: the old values stay, it is reported again, later bookings are judged anew',
    params: bookingParams,
    body: z.strictObject({
      ...seen,
      reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)),
      product: productCodeSchema,
      day: daySchema,
      ...chosenLot,
    }),
    output: visitSchema,
    errors: [...acting, ...lots, 'dose-twice', 'input-refused'],
  }),
}
