/** What people see of an account: who belongs to it, what is due, how a year went. */
import * as z from 'zod/mini'
import { fenSchema } from '../platform/money.ts'
import { idSchema } from '../platform/ids.ts'
import { daySchema, instantSchema, periodSchema } from '../platform/time.ts'

export const utilitySchema = z.enum(['water', 'electricity', 'gas'])
export type Utility = z.infer<typeof utilitySchema>

export const accountRoles = ['owner', 'payer', 'viewer'] as const
export type AccountRole = (typeof accountRoles)[number]

/** Letters and digits, as it stands on the paper bill; small letters and spaces will do. */
export const accountCodeSchema = z.string().check(z.regex(/^[A-Za-z0-9 ]{6,24}$/))

export const accountRowSchema = z.strictObject({
  id: idSchema('uac'),
  utility: utilitySchema,
  /** Masked. */
  accountCode: z.string(),
  ownerName: z.string(),
  office: z.string(),
  status: z.enum(['ACTIVE', 'STOPPED']),
  role: z.enum(accountRoles),
  /** A viewer's last day. */
  until: z.nullable(daySchema),
  due: z.strictObject({ count: z.int(), amount: fenSchema }),
  /** Advances that wait for the next bill. */
  advance: fenSchema,
  can: z.strictObject({ history: z.boolean(), people: z.boolean(), advance: z.boolean() }),
})
export type AccountRow = z.infer<typeof accountRowSchema>

export const accountPersonSchema = z.strictObject({
  personId: idSchema('per'),
  /** Masked. */
  name: z.string(),
  role: z.enum(accountRoles),
  since: instantSchema,
  until: z.nullable(daySchema),
  /** The last day on which this person paid or looked. */
  lastUsedOn: z.nullable(daySchema),
  me: z.boolean(),
})
export type AccountPerson = z.infer<typeof accountPersonSchema>

export const historyRowSchema = z.strictObject({
  billId: idSchema('bil'),
  period: periodSchema,
  amount: fenSchema,
  usage: z.int(),
  peak: z.nullable(z.int()),
  valley: z.nullable(z.int()),
  /** The highest tier that this period reached. */
  tier: z.int(),
  /** The same period of the year before; null where there was none. */
  before: z.nullable(z.strictObject({ amount: fenSchema, usage: z.int() })),
})

export const historySchema = z.strictObject({
  year: z.string(),
  /** Years that can be asked for, newest first. */
  years: z.array(z.string()),
  unit: z.enum(['m3', 'kWh']),
  rows: z.array(historyRowSchema),
  yearToDate: z.strictObject({ usage: z.int(), amount: fenSchema }),
  /** 今年比去年同期少用 12 度，少 6.46 元 */
  sentence: z.string(),
  /** The earliest period that this reader may see; null: all. */
  from: z.nullable(periodSchema),
})
export type History = z.infer<typeof historySchema>

export const counterBillsSchema = z.strictObject({
  ownerName: z.string(),
  accountCode: z.string(),
  status: z.enum(['ACTIVE', 'STOPPED']),
  office: z.string(),
  items: z.array(
    z.strictObject({
      id: idSchema('bil'),
      period: periodSchema,
      state: z.enum(['ISSUED', 'OVERDUE', 'PAYING', 'RECEIVED']),
      amount: fenSchema,
      toPay: fenSchema,
      dueOn: daySchema,
    }),
  ),
})
