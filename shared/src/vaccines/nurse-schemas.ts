/** What the endpoints of the nurse's day have in common. */
import * as z from 'zod/mini'
import { idSchema } from '../platform/ids.ts'
import { daySchema, instantSchema } from '../platform/time.ts'
import { bookingStates, lotStates } from './states.ts'
import { localTimeSchema, productCodeSchema, refusalCodes } from './vaccine-schemas.ts'

/** Why nothing was given. `other` needs words. */
export const deferReasons = [
  'fever',
  'ill',
  'contraindication',
  'schedule',
  'no-vaccine',
  'changed-mind',
  'other',
] as const
export type DeferReason = (typeof deferReasons)[number]

/** Seen while the person was watched after the dose. */
export const reactions = ['none', 'mild', 'severe'] as const
export type Reaction = (typeof reactions)[number]

/**
 * The traceability code on the smallest pack (追溯码, NMPAB/T 1002-2019): 20 digits, of which the first seven name drug and pack; or GS1's product and serial
 * number of makers who use that (`01` and 14 digits, then letters and digits).
 */
export const packCodeSchema = z.string().check(z.regex(/^(?:\d{20}|01\d{14}21[0-9A-Za-z]{1,20})$/))
export const lotNoSchema = z.string().check(z.regex(/^[0-9A-Za-z][0-9A-Za-z()/._-]{0,31}$/))
/** Judged by `readIdNumber`, which names the fault. */
export const idNoTextSchema = z.string().check(z.minLength(1), z.maxLength(32))

export const lotSchema = z.strictObject({
  id: idSchema('vlt'),
  state: z.enum(lotStates),
  product: productCodeSchema,
  lotNo: z.string(),
  maker: z.string(),
  /** The last day on which it may be given. */
  expiry: daySchema,
  dosesPerPack: z.number(),
  /** Doses that came; null where nobody counted. */
  received: z.nullable(z.number()),
  /** Whether it may be chosen today. */
  usable: z.boolean(),
})
export type VaccineLot = z.infer<typeof lotSchema>

const windowSchema = z.strictObject({ from: localTimeSchema, until: localTimeSchema })
const bookedBy = z.enum(['self', 'guardian', 'clinic'])

export const dayRowSchema = z.strictObject({
  bookingId: idSchema('bkg'),
  state: z.enum(bookingStates),
  /** A walk-in's window is the minute in which they came. */
  window: windowSchema,
  /** Masked. */
  name: z.string(),
  birthDay: daySchema,
  product: productCodeSchema,
  productName: z.string(),
  dose: z.number(),
  code: z.string(),
  /** The registry could not be asked when it was booked: the check-in reads again. */
  provisional: z.boolean(),
  bookedBy,
  version: z.number(),
})
export type DayRow = z.infer<typeof dayRowSchema>

/** What the schedule says of the dose of this booking on its day, with everything known but this booking. */
export const lastLookSchema = z.strictObject({
  /** Of when the registry's answer is. */
  asOf: instantSchema,
  /** false: the registry could not be reached, or its answer is older than a day: ask for the paper record. */
  fresh: z.boolean(),
  ok: z.boolean(),
  /** Which dose of the series it would be; null where none. */
  dose: z.nullable(z.number()),
  reason: z.nullable(z.enum(refusalCodes)),
  /** Chinese. */
  why: z.nullable(z.string()),
  firstDay: z.nullable(daySchema),
  /** Chinese; they refuse nothing (a longest interval that is over). */
  warnings: z.array(z.string()),
})
export type LastLook = z.infer<typeof lastLookSchema>

/** A booking as the nurse sees it in front of the person. */
export const visitSchema = z.strictObject({
  bookingId: idSchema('bkg'),
  state: z.enum(bookingStates),
  /** In full where somebody was just checked in, to be compared with the card; masked in every other answer. */
  name: z.string(),
  birthDay: daySchema,
  sex: z.enum(['female', 'male']),
  product: productCodeSchema,
  productName: z.string(),
  free: z.boolean(),
  dose: z.number(),
  day: daySchema,
  window: windowSchema,
  code: z.string(),
  provisional: z.boolean(),
  bookedBy,
  /** The health questions as they were answered when it was booked; the nurse asks them again. */
  answers: z.array(z.strictObject({ words: z.string(), yes: z.boolean() })),
  /** null once the visit is over. */
  look: z.nullable(lastLookSchema),
  given: z.nullable(
    z.strictObject({
      at: instantSchema,
      product: productCodeSchema,
      day: daySchema,
      lotNo: z.string(),
      expiry: daySchema,
      packCode: z.string(),
      observeUntil: instantSchema,
      /** How often what was written down was corrected. */
      corrections: z.number(),
    }),
  ),
  deferred: z.nullable(z.strictObject({ reason: z.enum(deferReasons), words: z.string() })),
  observed: z.nullable(
    z.strictObject({ at: instantSchema, reaction: z.enum(reactions), words: z.nullable(z.string()) }),
  ),
  version: z.number(),
})
export type VaccineVisit = z.infer<typeof visitSchema>
