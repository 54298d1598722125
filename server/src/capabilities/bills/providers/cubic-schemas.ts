/** What the water and the gas company say alike. */
import { z } from 'zod'

/** `POSTED` rows are above 0, `REVERSED` ones below. */
export const statementSchema = z.object({
  items: z.array(
    z.object({ kind: z.enum(['POSTED', 'REVERSED']), postingNo: z.string(), amountFen: z.number().int() }),
  ),
})

export const accountSchema = z.object({
  code: z.string(),
  ownerName: z.string(),
  address: z.string(),
  villageCode: z.string(),
  status: z.enum(['ACTIVE', 'STOPPED']),
  householdSize: z.number().int(),
})

export const cubicBillFields = {
  billNo: z.string(),
  accountCode: z.string(),
  period: z.string().regex(/^\d{4}-\d{2}$/),
  revision: z.number().int(),
  from: z.string(),
  to: z.string(),
  previousReading: z.number().int(),
  reading: z.number().int(),
  usageM3: z.number().int(),
  yearToDateBeforeM3: z.number().int(),
  amountFen: z.number().int().min(0),
  issuedOn: z.string(),
  dueOn: z.string(),
  asOf: z.string(),
  status: z.enum(['OPEN', 'PAID']),
  paidOn: z.string().optional(),
}

/** The same in our words. */
export function commonOf<T extends { usageM3: number; yearToDateBeforeM3: number; paidOn?: string | undefined }>(
  told: T,
) {
  const { usageM3, yearToDateBeforeM3, paidOn, ...rest } = told
  return { ...rest, usage: usageM3, yearToDate: yearToDateBeforeM3, peak: null, valley: null, paidOn: paidOn ?? null }
}
