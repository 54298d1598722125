/** What an electricity company remembers. Usage in whole kWh, prices in 0.1 fen (厘), amounts integer fen, days `YYYY-MM-DD` at +08:00. */
import * as z from 'zod'

export const lineSchema = z.object({
  tier: z.number().int(),
  band: z.enum(['ALL', 'PEAK', 'VALLEY']),
  usageKWh: z.number().int(),
  priceTenthFen: z.number().int(),
  amountTenthFen: z.number().int(),
})
export type PowerLine = z.infer<typeof lineSchema>

export const powerBillSchema = z.object({
  tenant: z.string(),
  billNo: z.string(),
  accountCode: z.string(),
  period: z.string(),
  revision: z.number().int(),
  from: z.string(),
  to: z.string(),
  previousReading: z.number().int(),
  reading: z.number().int(),
  usageKWh: z.number().int(),
  /** null without time of use; valley is the rest. */
  peakKWh: z.number().int().nullable(),
  yearToDateBeforeKWh: z.number().int(),
  lines: z.array(lineSchema),
  amountFen: z.number().int(),
  issuedOn: z.string(),
  dueOn: z.string(),
  status: z.enum(['OPEN', 'PAID', 'SUPERSEDED']),
  paidOn: z.string().optional(),
})
export type PowerBill = z.infer<typeof powerBillSchema>

/** A change that the next night's bills file tells. */
export const powerChangeSchema = z.object({
  id: z.string(),
  event: z.enum(['ISSUED', 'REREAD', 'SUPERSEDED', 'PAID', 'REOPENED']),
  bill: powerBillSchema,
})
export type PowerChange = z.infer<typeof powerChangeSchema>

export const powerPostingSchema = z.object({
  tenant: z.string(),
  postingNo: z.string(),
  billNo: z.string(),
  accountCode: z.string(),
  amountFen: z.number().int(),
  paidAt: z.string(),
  postedAt: z.string(),
  companyRef: z.string(),
  status: z.enum(['POSTED', 'REVERSED']),
  reversedAt: z.string().optional(),
  /** In how many lines of files it was asked for. */
  asked: z.number().int(),
})
export type PowerPosting = z.infer<typeof powerPostingSchema>

export const fileKinds = ['accounts', 'bills', 'results'] as const
export type FileKind = (typeof fileKinds)[number]

/** A file of the company for us. */
export const powerFileSchema = z.object({
  tenant: z.string(),
  name: z.string(),
  kind: z.enum(fileKinds),
  day: z.string(),
  seq: z.number().int(),
  /** Instant from which it is listed, ms of the world's clock. */
  readyAt: z.number(),
  text: z.string(),
})
export type PowerFile = z.infer<typeof powerFileSchema>

/** A payments file of ours; its result comes with the next night. */
export const handedInSchema = z.object({
  tenant: z.string(),
  name: z.string(),
  receivedAt: z.number(),
  sha256: z.string(),
  text: z.string(),
  worked: z.boolean(),
})
export type HandedIn = z.infer<typeof handedInSchema>

/** The last day whose night has come. */
export const nightSchema = z.object({ tenant: z.string(), day: z.string() })
export type Night = z.infer<typeof nightSchema>

export const keyOf = (tenant: string, no: string): string => `${tenant}/${no}`
