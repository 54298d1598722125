/** Which lines an event books. Each list sums to 0; debit is positive. */
export interface Line {
  readonly account: string
  readonly amount: number
}

export interface Booking {
  readonly mchid: string
  /** Unit of the village desk whose till took the cash; '' where the money came through the provider. */
  readonly till: string
  readonly utility: string
  readonly amount: number
}

const move = (from: string, to: string, amount: number): Line[] => [
  { account: to, amount },
  { account: from, amount: -amount },
]

/** Where the money lies that a payer gave. */
const held = (one: Booking): string => (one.till === '' ? `provider:${one.mchid}` : `cash:${one.till}`)

/** Money came in and fits its order. */
export const linesPaid = (one: Booking): Line[] => move(`received:${one.utility}`, held(one), one.amount)
/** Money came in and has no place yet. */
export const linesMisfit = (one: Booking): Line[] => move('suspense', held(one), one.amount)
/** The utility credited it. */
export const linesCredited = (one: Booking): Line[] =>
  move(`credited:${one.utility}`, `received:${one.utility}`, one.amount)
/** It was received for the utility and turned out to have no place there. */
export const linesSuspended = (one: Booking): Line[] => move('suspense', `received:${one.utility}`, one.amount)
/** It went back to the payer. */
export const linesRefunded = (one: Booking): Line[] => move(held(one), 'suspense', one.amount)
/** Staff found its place: out of suspense, for the utility. */
export const linesPlaced = (one: Booking): Line[] => move(`received:${one.utility}`, 'suspense', one.amount)
/** A part, or all, of what the utility was credited with went back: its share shrinks. */
export const linesReturned = (one: Booking): Line[] => move(held(one), `credited:${one.utility}`, one.amount)
/** The provider kept its fee, known from its statement. A negative one comes back with a refund. */
export const linesFee = (mchid: string, fee: number): Line[] => move(`provider:${mchid}`, `fee:${mchid}`, fee)
/** A desk's cash was handed in to the county's account. */
export const linesHandedIn = (till: string, amount: number): Line[] => move(`cash:${till}`, 'bank', amount)

const BOOKINGS: Readonly<Record<string, (booking: Booking) => Line[]>> = {
  'payments.paid': linesPaid,
  'payments.misfit': linesMisfit,
  'payments.credited': linesCredited,
  'payments.suspended': linesSuspended,
  'payments.refunded': linesRefunded,
  'payments.placed': linesPlaced,
  'payments.suspended-again': linesSuspended,
  'payments.returned': linesReturned,
  'payments.stray-held': linesMisfit,
  'payments.stray-refunded': linesRefunded,
}

/** The events that are booked. */
export const bookedEvents = Object.keys(BOOKINGS)

/** What an event books; null for one that touches no money. */
export function linesOf(event: string, booking: Booking): Line[] | null {
  return BOOKINGS[event]?.(booking) ?? null
}
