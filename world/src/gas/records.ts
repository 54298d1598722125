/** What a gas company remembers. Usage in whole cubic metres, prices in 0.1 fen (厘), amounts integer fen, days `YYYY-MM-DD` at +08:00. */
import * as z from 'zod'

export const gasLineSchema = z.object({
  tier: z.number().int(),
  usageM3: z.number().int(),
  priceTenthFen: z.number().int(),
  amountTenthFen: z.number().int(),
})
export type GasLine = z.infer<typeof gasLineSchema>

export const gasBillSchema = z.object({
  tenant: z.string(),
  /** Place in the change feed; each change moves the bill to the end. */
  seq: z.number().int(),
  billNo: z.string(),
  accountCode: z.string(),
  period: z.string(),
  revision: z.number().int(),
  from: z.string(),
  to: z.string(),
  previousReading: z.number().int(),
  reading: z.number().int(),
  usageM3: z.number().int(),
  yearToDateBeforeM3: z.number().int(),
  lines: z.array(gasLineSchema),
  amountFen: z.number().int(),
  issuedOn: z.string(),
  dueOn: z.string(),
  asOf: z.string(),
  status: z.enum(['OPEN', 'PAID']),
  paidOn: z.string().optional(),
})
export type GasBill = z.infer<typeof gasBillSchema>

export const gasPostingSchema = z.object({
  tenant: z.string(),
  postingNo: z.string(),
  billNo: z.string(),
  accountCode: z.string(),
  amountFen: z.number().int(),
  paidAt: z.string(),
  state: z.enum(['running', 'done', 'refused', 'reversed']),
  /** Of the company's job; the job may get lost, the posting does not. */
  jobId: z.string(),
  isJobLost: z.boolean(),
  /** Decided from this instant of the world's clock (ms) on. */
  dueAt: z.number(),
  companyRef: z.string().optional(),
  /** Booked twice by mistake: the statement shows a second row. */
  secondRef: z.string().optional(),
  postedAt: z.string().optional(),
  reversedAt: z.string().optional(),
  refusal: z.string().optional(),
  /** How often the same posting was asked for. */
  asked: z.number().int(),
})
export type GasPosting = z.infer<typeof gasPostingSchema>

export const keyOf = (tenant: string, no: string): string => `${tenant}/${no}`
