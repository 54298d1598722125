/** What the registry keeps: its people, each dose with its revision, our reports under their numbers, and who asked. */
import * as z from 'zod'

export const registryPersonSchema = z.object({
  idNo: z.string(),
  /** Key in the demo roster; null: the record was opened by a report. */
  key: z.string().nullable(),
  /** `YYYY-MM-DD` */
  birthDay: z.string(),
  sex: z.enum(['female', 'male']),
})
export type RegistryPerson = z.infer<typeof registryPersonSchema>

export const doseSchema = z.object({
  id: z.string(),
  /** 1, and one more with every correction. */
  revision: z.number().int(),
  idNo: z.string(),
  product: z.string(),
  /** `YYYY-MM-DD` */
  day: z.string(),
  lot: z.string(),
  siteName: z.string(),
  siteCode: z.string(),
  /** `registry`, or the number of the report that brought it. */
  source: z.string(),
})
export type Dose = z.infer<typeof doseSchema>

export const reportResults = ['accepted', 'same-dose'] as const
export const reportSchema = z.object({
  reportNo: z.string(),
  fingerprint: z.string(),
  result: z.enum(reportResults),
  doseId: z.string(),
  /** Earlier numbers of the same dose. */
  replaces: z.array(z.string()).default([]),
  /** ISO instant of the world's clock. */
  at: z.string(),
  /** How often the same report came. */
  asked: z.number().int(),
})
export type Report = z.infer<typeof reportSchema>

export const historyAskSchema = z.object({
  requestNo: z.string(),
  /** Of the ID number that was asked for; never the number. */
  fingerprint: z.string(),
  result: z.enum(['found', 'not-found']),
  /** ISO instant of the last time. */
  at: z.string(),
  asked: z.number().int(),
})
export type HistoryAsk = z.infer<typeof historyAskSchema>
