/** What the bureau remembers of a check: the answer under its request number, and a fingerprint of what was asked (never the names). */
import * as z from 'zod'

export const realNameResults = ['match', 'mismatch', 'not-found', 'deceased'] as const
export const guardianshipResults = ['proven', 'unknown', 'ended'] as const

const answerBase = { requestNo: z.string(), checkedAt: z.string() }
const realNameAnswer = z.object({ ...answerBase, result: z.enum(realNameResults) })
const guardianshipAnswer = z.object({
  ...answerBase,
  result: z.enum(guardianshipResults),
  relation: z.enum(['mother', 'father', 'grandparent', 'other']).nullable(),
  since: z.string().nullable(),
  until: z.string().nullable(),
})
export type RealNameAnswer = z.infer<typeof realNameAnswer>
export type GuardianshipAnswer = z.infer<typeof guardianshipAnswer>

export const checkSchema = z.object({
  kind: z.enum(['realname', 'guardianship']),
  fingerprint: z.string(),
  answer: z.union([guardianshipAnswer, realNameAnswer]),
  /** How often the same check was asked for. */
  asked: z.number().int(),
})
export type Check = z.infer<typeof checkSchema>
