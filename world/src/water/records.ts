/** What a water company remembers. Usage in whole cubic metres, prices in 0.1 fen (厘), amounts integer fen, days `YYYY-MM-DD` at +08:00. */
import * as z from 'zod'

export const lineSchema = z.object({
  kind: z.enum(['tier', 'sewage']),
  tier: z.number().int().optional(),
  usageM3: z.number().int(),
  priceTenthFen: z.number().int(),
  amountTenthFen: z.number().int(),
})
export type BillLine = z.infer<typeof lineSchema>

export const billSchema = z.object({
  tenant: z.string(),
  /** Place in the company's change feed; each change moves the bill to the end. */
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
  lines: z.array(lineSchema),
  amountFen: z.number().int(),
  issuedOn: z.string(),
  dueOn: z.string(),
  asOf: z.string(),
  status: z.enum(['OPEN', 'PAID']),
  paidOn: z.string().optional(),
})
export type WaterBill = z.infer<typeof billSchema>

export const postingSchema = z.object({
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
  reason: z.string().optional(),
  /** How often the same posting was asked for. */
  asked: z.number().int(),
})
export type Posting = z.infer<typeof postingSchema>

export const keyOf = (tenant: string, no: string): string => `${tenant}/${no}`
