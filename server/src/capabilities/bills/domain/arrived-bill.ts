/** What a utility tells us, in one shape whatever its contract: water in m³, electricity in kWh, gas in m³; amounts are fen, prices 0.1 fen. */

export interface KnownAccount {
  /** May hold letters. */
  readonly code: string
  readonly ownerName: string
  readonly address: string
  readonly villageCode: string
  readonly status: 'ACTIVE' | 'STOPPED'
  readonly householdSize: number
}

export interface ArrivedLine {
  /** `tier`: one price for the whole tier; `peak` and `valley`: time of use. */
  readonly kind: 'tier' | 'peak' | 'valley' | 'sewage'
  readonly tier: number | null
  readonly usage: number
  readonly priceTenthFen: number
  readonly amountTenthFen: number
}

export interface ArrivedBill {
  readonly billNo: string
  readonly accountCode: string
  /** `YYYY-MM` */
  readonly period: string
  readonly revision: number
  /** Local days. */
  readonly from: string
  readonly to: string
  readonly previousReading: number
  readonly reading: number
  readonly usage: number
  /** null without time of use. */
  readonly peak: number | null
  readonly valley: number | null
  /** Used since 1 January before this bill. */
  readonly yearToDate: number
  readonly lines: readonly ArrivedLine[]
  readonly amountFen: number
  readonly issuedOn: string
  readonly dueOn: string
  readonly asOf: string
  readonly status: 'OPEN' | 'PAID'
  readonly paidOn: string | null
}

export interface PostingRequest {
  readonly postingNo: string
  readonly orderId: string
  readonly billId: string
  readonly billNo: string
  readonly accountCode: string
  readonly amountFen: number
  readonly paidAt: string
}

/** `notBefore` (ms): nothing will be known earlier. */
export type PostingResult =
  | { readonly posted: string; readonly at: string }
  | { readonly retry: string; readonly notBefore?: number }
  | { readonly refused: string }

/** What a utility says it booked on a day, by our number; negative where it took a posting back. */
export interface BookedPosting {
  readonly ref: string
  readonly amount: number
}
