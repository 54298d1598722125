/** What the daily match and suspense can find. Each difference is typed, owned and aged until it is gone (DOMAIN.md payments rule 8). */
import { defineStates } from '../platform/states.ts'

export const differenceKinds = [
  /** Money that came and has no place: an order in SUSPENSE, a second payment, a payment for an unknown order. */
  'suspense',
  'provider-missing',
  'provider-extra',
  'provider-amount',
  'refund-missing',
  'refund-extra',
  'refund-amount',
  'utility-missing',
  'utility-extra',
  'utility-amount',
  /** Counted cash is not what the ledger says. */
  'cash-amount',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

export const differenceStates = ['OPEN', 'IN_HAND', 'RESOLVED'] as const
export type DifferenceState = (typeof differenceStates)[number]

/** `vanish`: a later statement or file has it, or the money found its place; nobody had to decide. */
export const differenceTable = defineStates<DifferenceState, 'take' | 'vanish' | 'resolve'>({
  record: 'difference',
  initial: 'OPEN',
  moves: {
    OPEN: { take: 'IN_HAND', vanish: 'RESOLVED', resolve: 'RESOLVED' },
    IN_HAND: { take: 'IN_HAND', vanish: 'RESOLVED', resolve: 'RESOLVED' },
    RESOLVED: {},
  },
})

export const resolutions = [
  'vanished',
  'refunded',
  'posted',
  'provider-corrected',
  'utility-corrected',
  'written-off',
] as const
export type Resolution = (typeof resolutions)[number]

/** What staff read. */
export const differenceWords: Readonly<Record<DifferenceKind, string>> = {
  suspense: '收到的钱没有去处',
  'provider-missing': '我方已收，支付机构账单没有',
  'provider-extra': '支付机构账单有，我方没有',
  'provider-amount': '收款金额与支付机构账单不同',
  'refund-missing': '我方已退，支付机构账单没有',
  'refund-extra': '支付机构账单有退款，我方没有',
  'refund-amount': '退款金额与支付机构账单不同',
  'utility-missing': '我方已入账，收费单位没有',
  'utility-extra': '收费单位有入账，我方没有',
  'utility-amount': '入账金额与收费单位不同',
  'cash-amount': '清点的现金与账上不同',
}
