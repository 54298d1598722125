/** What the endpoints of vaccines have in common. */
import * as z from 'zod/mini'
import { idSchema } from '../platform/ids.ts'

/** Why a dose cannot be given now; with each a first day, or none ever. */
export const refusalCodes = [
  'wrong-sex',
  'not-entitled',
  'go-now',
  'too-young',
  'too-old',
  'needs-test',
  'too-soon',
  'live-gap',
  'out-of-season',
  'done',
  'done-this-season',
  'other-first',
  'ask-clinic',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export const vaccinePersonSchema = z.strictObject({
  personId: idSchema('per'),
  name: z.string(),
  relation: z.enum(['self', 'child']),
})
export type VaccinePerson = z.infer<typeof vaccinePersonSchema>

/** As in the national schedule: `DTaP`, `FLU-IIV`. */
export const productCodeSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,19}$/))
/** A window is named by its beginning: `0830`. */
export const windowIdSchema = z.string().check(z.regex(/^([01]\d|2[0-3])[0-5]\d$/))
export const localTimeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
