/** Seats: where and when, a hold, the ticket. Part of the contract of vaccines (contract.ts). */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { fenSchema } from '../platform/money.ts'
import { daySchema, instantSchema } from '../platform/time.ts'
import { bookingStates } from './states.ts'
import {
  localTimeSchema,
  productCodeSchema,
  refusalCodes,
  vaccinePersonSchema,
  windowIdSchema,
} from './vaccine-schemas.ts'

export const siteSchema = z.strictObject({
  id: idSchema('sit'),
  name: z.string(),
  address: z.string(),
  phone: z.string(),
  hours: z.string(),
  /** In the person's own township. */
  near: z.boolean(),
  /** WGS 84 degrees, for a map and for a distance that the phone itself works out; null where nobody measured it. */
  position: z.nullable(z.strictObject({ latitude: z.number(), longitude: z.number() })),
})
export type VaccineSite = z.infer<typeof siteSchema>

/** A site of a product's list, with the first day on which it gives it and may be booked; null: none in the next four weeks. */
export const listedSiteSchema = z.extend(siteSchema, { opens: z.nullable(daySchema) })
export type ListedSite = z.infer<typeof listedSiteSchema>

const windowSchema = z.strictObject({
  id: windowIdSchema,
  from: localTimeSchema,
  until: localTimeSchema,
  /** Free for this person at this moment. */
  free: z.number(),
  capacity: z.number(),
})

/** The first day that works, or the reason why none does. */
export const firstDaySchema = z.strictObject({ day: z.nullable(daySchema), none: z.nullable(z.enum(refusalCodes)) })

/** The county's numbers, as they stand now: what pages say about a hold, a cancellation, a change and the wait afterwards. */
export const termsSchema = z.strictObject({
  holdMinutes: z.number(),
  lateHours: z.number(),
  mostChanges: z.number(),
  observeMinutes: z.number(),
})
export type BookingTerms = z.infer<typeof termsSchema>

export const seatsSchema = z.strictObject({
  person: vaccinePersonSchema,
  product: productCodeSchema,
  name: z.string(),
  free: z.boolean(),
  /** What this clinic asks for it, paid there; null where it is free, or the clinic says it at the desk. */
  price: z.nullable(fenSchema),
  dose: z.nullable(z.number()),
  site: siteSchema,
  asOf: instantSchema,
  first: firstDaySchema,
  days: z.array(
    z.strictObject({
      day: daySchema,
      sessionId: idSchema('vse'),
      /** Why this day is not for this person; null: it is. */
      refused: z.nullable(z.enum(refusalCodes)),
      windows: z.array(windowSchema),
    }),
  ),
  /** When seats of further days are given free, and of which day first; null: nothing is announced. */
  release: z.nullable(z.strictObject({ at: instantSchema, day: daySchema })),
  /** The first free window that works, one tap away. */
  offer: z.nullable(z.strictObject({ day: daySchema, sessionId: idSchema('vse'), window: windowIdSchema })),
  terms: termsSchema,
})
export type VaccineSeats = z.infer<typeof seatsSchema>

/** A booking as its people see it. */
export const bookingSchema = z.strictObject({
  id: idSchema('bkg'),
  person: vaccinePersonSchema,
  state: z.enum(bookingStates),
  product: z.string(),
  name: z.string(),
  free: z.boolean(),
  /** As it was when the seat was taken; paid at the clinic. */
  price: z.nullable(fenSchema),
  dose: z.number(),
  site: siteSchema,
  day: daySchema,
  window: z.strictObject({ from: localTimeSchema, until: localTimeSchema }),
  /** Until when the seat is held; null once it is confirmed. */
  holdUntil: z.nullable(instantSchema),
  /** What the nurse scans or is told; only of a confirmed booking. */
  code: z.nullable(z.string()),
  provisional: z.boolean(),
  /** The server's moment of this answer: a countdown is `holdUntil` less this, whatever the phone's clock says. */
  asOf: instantSchema,
  /** Which notice was agreed to, and when. */
  agreed: z.nullable(z.strictObject({ version: z.string(), at: instantSchema })),
  /** Chinese: why it must be placed anew, or why nothing was given; null where there is no such thing. */
  reason: z.nullable(z.string()),
  /** What was given, and until when the person stays to be watched. */
  given: z.nullable(z.strictObject({ at: instantSchema, lot: z.string(), observeUntil: instantSchema })),
  /** What is read and answered before a confirmation, and may be read again; null once the booking is over. */
  notice: z.nullable(
    z.strictObject({
      version: z.string(),
      text: z.array(z.string()),
      questions: z.array(z.strictObject({ code: z.string(), words: z.string() })),
    }),
  ),
  changesLeft: z.number(),
  /** From then on a cancellation counts as a change. */
  lateFrom: instantSchema,
  terms: termsSchema,
  /** Sent back with every act: what was seen. */
  version: z.number(),
  can: z.strictObject({ extend: z.boolean(), confirm: z.boolean(), cancel: z.boolean(), change: z.boolean() }),
})
export type VaccineBooking = z.infer<typeof bookingSchema>

/** One to each question of the notice. `yes`: it is so, and speaks against the dose. */
const answersSchema = z
  .array(z.strictObject({ code: z.string().check(z.maxLength(40)), yes: z.boolean() }))
  .check(z.maxLength(30))

const personParams = { personId: idSchema('per') }
const placeParams = z.strictObject({ ...personParams, product: productCodeSchema, siteId: idSchema('sit') })
const bookingParams = z.strictObject({ ...personParams, bookingId: idSchema('bkg') })
const seen = { version: z.int().check(z.gte(1)) }
const placeBody = { day: daySchema, sessionId: idSchema('vse'), window: windowIdSchema }

const who = ['real-name-needed'] as const
const asking = [...who, 'consent-needed', 'registry-unreachable', 'registry-mismatch', 'registry-unknown'] as const
const placing = ['dose-not-now', 'dose-booked', 'same-time-booked', 'session-not-open', 'seats-gone'] as const
const acting = [...who, 'changed-meanwhile', 'booking-over', 'hold-lapsed'] as const
const common = { audience: 'resident', idempotent: false } as const
const act = { ...common, method: 'POST', limiter: 'write', params: bookingParams, output: bookingSchema } as const

export const bookingEndpoints = {
  sites: defineEndpoint({
    ...common,
    id: 'vaccines.sites',
    method: 'GET',
    path: '/vaccines/people/:personId/products/:product/sites',
    summary: 'Where this can be given: those that have sessions first, the own township before the others',
    params: z.strictObject({ ...personParams, product: productCodeSchema }),
    output: z.strictObject({ items: z.array(listedSiteSchema) }),
    errors: [...who],
    limiter: 'read',
  }),
  seats: defineEndpoint({
    ...common,
    id: 'vaccines.seats',
    method: 'GET',
    path: '/vaccines/people/:personId/products/:product/sites/:siteId/seats',
    summary: 'Days and windows with the free seats of this moment, the first day that works, and a free window there',
    params: placeParams,
    output: seatsSchema,
    errors: [...asking],
    limiter: 'read',
  }),
  bookings: defineEndpoint({
    ...common,
    id: 'vaccines.bookings',
    method: 'GET',
    path: '/vaccines/people/:personId/bookings',
    summary: 'The bookings of a person, those to come first',
    params: z.strictObject(personParams),
    output: z.strictObject({ items: z.array(bookingSchema) }),
    errors: [...who],
    limiter: 'read',
  }),
  hold: defineEndpoint({
    ...common,
    id: 'vaccines.hold',
    method: 'POST',
    path: '/vaccines/people/:personId/bookings',
    summary: 'Hold a seat for ten minutes; asked again it is the same one',
    params: z.strictObject(personParams),
    body: z.strictObject({ product: productCodeSchema, ...placeBody }),
    output: bookingSchema,
    errors: [...asking, ...placing],
    limiter: 'write',
  }),
  booking: defineEndpoint({
    ...common,
    id: 'vaccines.booking',
    method: 'GET',
    path: '/vaccines/people/:personId/bookings/:bookingId',
    summary: 'One booking: the ticket',
    params: bookingParams,
    output: bookingSchema,
    errors: [...who],
    limiter: 'read',
  }),
  extend: defineEndpoint({
    ...act,
    id: 'vaccines.extend',
    path: '/vaccines/people/:personId/bookings/:bookingId/extend',
    summary: 'Ten minutes more, once',
    body: z.strictObject(seen),
    errors: [...acting],
  }),
  confirm: defineEndpoint({
    ...act,
    id: 'vaccines.confirm',
    path: '/vaccines/people/:personId/bookings/:bookingId/confirm',
    summary: 'Confirm a held seat: the notice was read, every question was answered, and with no',
    body: z.strictObject({ ...seen, notice: z.string().check(z.maxLength(20)), answers: answersSchema }),
    errors: [...acting, 'unfit-for-dose', 'notice-changed', 'input-refused'],
  }),
  cancel: defineEndpoint({
    ...act,
    id: 'vaccines.cancel',
    path: '/vaccines/people/:personId/bookings/:bookingId/cancel',
    summary: 'Cancel, until the window opens',
    body: z.strictObject(seen),
    errors: [...acting],
  }),
  change: defineEndpoint({
    ...act,
    id: 'vaccines.change',
    path: '/vaccines/people/:personId/bookings/:bookingId/change',
    summary: 'Another day or time of the same dose: the new seat in and the old one out at once',
    body: z.strictObject({ ...seen, ...placeBody }),
    errors: [...asking, ...acting, ...placing, 'changes-used-up'],
  }),
}
