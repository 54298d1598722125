/**
 * What can be paid for hands itself in as a payable, and payments drives the money without knowing what it is. Every function must bear
 * repetition: a crash between two steps repeats the first.
 */
import { definePort, type Ctx, type PortKey } from '#platform/context.ts'
import type { OrderRow } from './data/orders.ts'

/** `notBefore`: milliseconds at which the utility can say more (a nightly file, a running job); absent: the usual pauses. */
export type Posting =
  | { readonly posted: string; readonly at: string }
  | { readonly retry: string; readonly notBefore?: number }
  | { readonly refused: string }

export interface Payable {
  /** The money for these subjects is here: take them, or say that they are paid already. */
  claim(ctx: Ctx, order: OrderRow): Promise<'claimed' | 'taken'>
  /** Tell whoever is owed; the order's number makes a repeat harmless. */
  post(ctx: Ctx, order: OrderRow): Promise<Posting>
  /** Money that waited in suspense is to be placed after all: take what it was paid for now, or say that it is paid already. Absent: never possible. */
  takeLate?(ctx: Ctx, order: OrderRow): Promise<'claimed' | 'taken'>
  /** Paid by other means meanwhile: then a late payment is an exact duplicate. */
  settledOtherwise(ctx: Ctx, order: OrderRow): Promise<boolean>
}

/** What the utilities' own files say of a day; null: this utility gives none, or not yet. `ref` is the order's number. */
export interface UtilityFiles {
  postedOn(
    ctx: Ctx,
    utility: string,
    day: string,
  ): Promise<readonly { readonly ref: string; readonly amount: number }[] | null>
}

export const utilityFiles = definePort<UtilityFiles>('payments.utility-files')

export function payableOf(purpose: string): PortKey<Payable> {
  return definePort<Payable>(`payments.payable.${purpose}`)
}
