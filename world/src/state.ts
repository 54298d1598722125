/** Everything the world remembers, in one place; each table is one kind of entity of the journal. */
import * as z from 'zod'
import { demoPeople, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { checkSchema, type Check } from './bureau/records.ts'
import type { Clock } from './clock.ts'
import { createFaults, faultSchema, type Faults } from './faults.ts'
import { gasBillSchema, gasPostingSchema, type GasBill, type GasPosting } from './gas/records.ts'
import type { Keys } from './keys.ts'
import { callbackSchema, orderSchema, refundSchema, type Callback, type Order, type Refund } from './pay/records.ts'
import type { Journal, Table } from './platform/journal.ts'
import {
  handedInSchema,
  nightSchema,
  powerBillSchema,
  powerChangeSchema,
  powerFileSchema,
  powerPostingSchema,
  type HandedIn,
  type Night,
  type PowerBill,
  type PowerChange,
  type PowerFile,
  type PowerPosting,
} from './power/records.ts'
import {
  doseSchema,
  historyAskSchema,
  registryPersonSchema,
  reportSchema,
  type Dose,
  type HistoryAsk,
  type RegistryPerson,
  type Report,
} from './registry/records.ts'
import { smsSchema, type Sms } from './sms/gateway.ts'
import { billSchema, postingSchema, type Posting, type WaterBill } from './water/records.ts'

const codeSchema = z.object({ code: z.string(), person: z.string(), issuedAt: z.number(), used: z.boolean() })
const sessionSchema = z.object({ openid: z.string(), sessionKey: z.string() })
const tokenSchema = z.object({
  token: z.string(),
  issuedAt: z.number(),
  expiresAt: z.number(),
  /** Renewed early: still good, but no longer handed out. */
  replaced: z.boolean(),
})
const forcedSchema = z.object({ day: z.string(), count: z.number(), lastAt: z.number() })
const creditSchema = z.object({ openid: z.string(), templateId: z.string(), left: z.number() })
const sentSchema = z.object({
  id: z.string(),
  at: z.string(),
  openid: z.string(),
  templateId: z.string(),
  page: z.string().optional(),
  data: z.record(z.string(), z.string()),
})

export type LoginCode = z.infer<typeof codeSchema>
export type AccessToken = z.infer<typeof tokenSchema>
export type SentMessage = z.infer<typeof sentSchema>

export interface World {
  readonly clock: Clock
  readonly keys: Keys
  readonly faults: Faults
  readonly codes: Table<LoginCode>
  readonly numberCodes: Table<LoginCode>
  readonly sessions: Table<z.infer<typeof sessionSchema>>
  readonly tokens: Table<AccessToken>
  readonly forced: Table<z.infer<typeof forcedSchema>>
  readonly credits: Table<z.infer<typeof creditSchema>>
  readonly sent: Table<SentMessage>
  readonly orders: Table<Order>
  readonly refunds: Table<Refund>
  readonly callbacks: Table<Callback>
  readonly bills: Table<WaterBill>
  readonly postings: Table<Posting>
  readonly powerBills: Table<PowerBill>
  readonly powerChanges: Table<PowerChange>
  readonly powerPostings: Table<PowerPosting>
  readonly powerFiles: Table<PowerFile>
  readonly handedIn: Table<HandedIn>
  readonly nights: Table<Night>
  readonly gasBills: Table<GasBill>
  readonly gasPostings: Table<GasPosting>
  readonly checks: Table<Check>
  readonly registryPeople: Table<RegistryPerson>
  readonly registryDoses: Table<Dose>
  readonly registryReports: Table<Report>
  readonly registryAsks: Table<HistoryAsk>
  readonly sms: Table<Sms>
}

export function createState(journal: Journal, clock: Clock, keys: Keys): World {
  return {
    clock,
    keys,
    faults: createFaults(journal.table('fault', faultSchema)),
    codes: journal.table('code', codeSchema),
    numberCodes: journal.table('number-code', codeSchema),
    sessions: journal.table('session', sessionSchema),
    tokens: journal.table('token', tokenSchema),
    forced: journal.table('forced', forcedSchema),
    credits: journal.table('credit', creditSchema),
    sent: journal.table('sent', sentSchema),
    orders: journal.table('order', orderSchema),
    refunds: journal.table('refund', refundSchema),
    callbacks: journal.table('callback', callbackSchema),
    bills: journal.table('bill', billSchema),
    postings: journal.table('posting', postingSchema),
    powerBills: journal.table('power-bill', powerBillSchema),
    powerChanges: journal.table('power-change', powerChangeSchema),
    powerPostings: journal.table('power-posting', powerPostingSchema),
    powerFiles: journal.table('power-file', powerFileSchema),
    handedIn: journal.table('handed-in', handedInSchema),
    nights: journal.table('night', nightSchema),
    gasBills: journal.table('gas-bill', gasBillSchema),
    gasPostings: journal.table('gas-posting', gasPostingSchema),
    checks: journal.table('check', checkSchema),
    registryPeople: journal.table('registry-person', registryPersonSchema),
    registryDoses: journal.table('registry-dose', doseSchema),
    registryReports: journal.table('registry-report', reportSchema),
    registryAsks: journal.table('registry-ask', historyAskSchema),
    sms: journal.table('sms', smsSchema),
  }
}

export function personByKey(key: string): DemoPerson | undefined {
  return demoPeople.find((one) => one.key === key)
}

export function personByOpenid(openid: string): DemoPerson | undefined {
  return demoPeople.find((one) => one.openid === openid)
}
