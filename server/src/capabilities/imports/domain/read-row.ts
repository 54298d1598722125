/** A row of a table that was read and found good, as it waits sealed for the second officer. */
import * as z from 'zod/mini'
import { relationSchema } from '@xlb/shared/families/contract.ts'

const base = { row: z.number(), name: z.string(), idNo: z.string() }

const residentSchema = z.strictObject({
  kind: z.literal('residents'),
  ...base,
  birthday: z.string(),
  villageCode: z.string(),
})
export type ResidentRow = z.infer<typeof residentSchema>

const guardianSchema = z.strictObject({
  kind: z.literal('guardians'),
  ...base,
  guardianIdNo: z.string(),
  birthday: z.string(),
  relation: relationSchema,
  since: z.string(),
  until: z.nullable(z.string()),
})
export type GuardianRow = z.infer<typeof guardianSchema>

const classSchema = z.strictObject({
  kind: z.literal('classes'),
  ...base,
  school: z.string(),
  grade: z.number(),
  number: z.number(),
})
export type ClassRow = z.infer<typeof classSchema>

const readRowSchema = z.discriminatedUnion('kind', [residentSchema, guardianSchema, classSchema])
export type ReadRow = z.infer<typeof readRowSchema>

const batchSchema = z.array(readRowSchema)

export const batchText = (rows: readonly ReadRow[]): string => JSON.stringify(rows)

export function batchFrom(text: string): ReadRow[] {
  return z.parse(batchSchema, JSON.parse(text))
}
