import type { Utility } from '@xlb/shared/bills/contract.ts'
import type { BillState } from '@xlb/shared/bills/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { Shelf } from '../domain/shelf.ts'

export type { Shelf } from '../domain/shelf.ts'

export interface BillRow extends AuditedRow {
  readonly state: BillState
  readonly shelf: Shelf
  readonly utility: Utility
  readonly utilityAccountId: string
  readonly accountCode: string
  readonly billNo: string
  readonly period: string
  readonly revision: number
  /** Exactly one of an account's period is current: the partial unique index says so. */
  readonly current: boolean
  /** Persons in whose lists this bill stands: follows the account's people, which every look is checked against. */
  readonly readers: readonly string[]
  readonly ownerName: string
  readonly maskedCode: string
  readonly maskedAddress: string
  /** Where the meter is: whom to call about this bill. */
  readonly villageCode: string
  readonly office: string
  readonly from: string
  readonly to: string
  readonly previousReading: number
  readonly reading: number
  readonly usage: number
  /** Time of use; null without it. */
  readonly peak?: number | null
  readonly valley?: number | null
  readonly yearToDate: number
  readonly householdSize: number
  readonly lines: readonly {
    readonly kind: 'tier' | 'sewage' | 'peak' | 'valley'
    readonly tier: number | null
    readonly usage: number
    readonly priceTenthFen: number
    readonly amount: number
  }[]
  /** Fen, the utility's figure. */
  readonly amount: number
  readonly computed: number
  /** Opened where our reading of the tariff differs by more than 1 fen; people look at it. */
  readonly check: { readonly state: 'OPEN'; readonly openedAt: string; readonly difference: number } | null
  /** What this bill carries of earlier differences (either sign) and advances (below 0), by the record's id. */
  readonly carried?: readonly { readonly id: string; readonly amount: number }[]
  /** Advances cover all of it: the utility is told, nobody is asked to pay. */
  readonly covered?: boolean
  /** A reading after the money was here: the utility's figures now. The bill is not asked for again. */
  readonly adjusted?: {
    readonly revision: number
    readonly amount: number
    readonly usage: number
    readonly peak: number | null
    readonly valley: number | null
  } | null
  /** Why the utility refused this bill's part of an order. */
  readonly refusal?: string | null
  readonly issuedOn: string
  readonly dueOn: string
  readonly asOf: string
  /** The five periods before, oldest first, as they stood when this bill arrived. */
  readonly history: readonly { readonly period: string; readonly amount: number; readonly usage: number }[]
  readonly orderId: string | null
  readonly payingPersonId: string | null
  /** Fen, as priced when the live order was opened; valid until its end. */
  readonly penalty?: number | null
  /** Milliseconds; set while PAYING. */
  readonly payingAt: number | null
  readonly receiptOrderId: string | null
  readonly creditedAt: string | null
}

export const bills = defineCollection<BillRow>({
  name: 'bills',
  fields: {
    state: String,
    shelf: String,
    utility: String,
    utilityAccountId: String,
    accountCode: String,
    billNo: String,
    period: String,
    revision: Number,
    current: Boolean,
    readers: [String],
    ownerName: String,
    maskedCode: String,
    maskedAddress: String,
    villageCode: String,
    office: String,
    from: String,
    to: String,
    previousReading: Number,
    reading: Number,
    usage: Number,
    peak: Number,
    valley: Number,
    yearToDate: Number,
    householdSize: Number,
    lines: [{ _id: false, kind: String, tier: Number, usage: Number, priceTenthFen: Number, amount: Number }],
    amount: Number,
    computed: Number,
    check: { state: String, openedAt: String, difference: Number },
    carried: [{ _id: false, id: String, amount: Number }],
    covered: Boolean,
    adjusted: { revision: Number, amount: Number, usage: Number, peak: Number, valley: Number },
    refusal: String,
    issuedOn: String,
    dueOn: String,
    asOf: String,
    history: [{ _id: false, period: String, amount: Number, usage: Number }],
    orderId: String,
    payingPersonId: String,
    penalty: Number,
    payingAt: Number,
    receiptOrderId: String,
    creditedAt: String,
  },
  indexes: [
    {
      name: 'current',
      fields: { tenant: 1, utility: 1, accountCode: 1, period: 1 },
      unique: true,
      partial: { current: true },
    },
    { name: 'revision', fields: { tenant: 1, utility: 1, accountCode: 1, period: 1, revision: 1 }, unique: true },
    { name: 'shelf', fields: { tenant: 1, readers: 1, shelf: 1, period: -1, _id: -1 } },
    { name: 'account', fields: { tenant: 1, utilityAccountId: 1, shelf: 1, period: -1, _id: -1 } },
    {
      name: 'account-current',
      fields: { tenant: 1, utilityAccountId: 1, period: -1 },
      partial: { current: true },
    },
    { name: 'covered', fields: { tenant: 1, covered: 1, state: 1 }, partial: { covered: true } },
    { name: 'due-day', fields: { tenant: 1, state: 1, dueOn: 1, _id: 1 } },
    { name: 'paying', fields: { tenant: 1, payingAt: 1 }, partial: { payingAt: { $gt: 0 } } },
    { name: 'order', fields: { tenant: 1, orderId: 1 }, partial: { orderId: { $gt: '' } } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
