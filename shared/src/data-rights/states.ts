/** Consent, a look at somebody's data, a request for deletion (DOMAIN.md accounts, HARDENING.md duties). */
import { defineStates } from '../platform/states.ts'

export const consentStates = ['GIVEN', 'WITHDRAWN', 'CARRIED'] as const
export type ConsentState = (typeof consentStates)[number]

export const consentEvents = ['give', 'withdraw', 'carry'] as const
export type ConsentEvent = (typeof consentEvents)[number]

/** `give` again: a newer version of the document. `carry`: the answers of a WeChat account went over to the person it turned out to be. */
export const consentTable = defineStates<ConsentState, ConsentEvent>({
  record: 'consent',
  initial: 'GIVEN',
  moves: {
    GIVEN: { give: 'GIVEN', withdraw: 'WITHDRAWN', carry: 'CARRIED' },
    WITHDRAWN: { give: 'GIVEN', carry: 'CARRIED' },
    CARRIED: { give: 'GIVEN' },
  },
})

export const lookStates = ['INTENDED', 'SHOWN', 'REFUSED'] as const
export type LookState = (typeof lookStates)[number]

export const lookEvents = ['show', 'refuse'] as const
export type LookEvent = (typeof lookEvents)[number]

/** An INTENDED left over says that something may have been seen. */
export const lookTable = defineStates<LookState, LookEvent>({
  record: 'look',
  initial: 'INTENDED',
  moves: { INTENDED: { show: 'SHOWN', refuse: 'REFUSED' }, SHOWN: {}, REFUSED: {} },
})

export const erasureStates = ['REQUESTED', 'DONE', 'CANCELLED'] as const
export type ErasureState = (typeof erasureStates)[number]

export const erasureEvents = ['carryOut', 'callBack'] as const
export type ErasureEvent = (typeof erasureEvents)[number]

export const erasureTable = defineStates<ErasureState, ErasureEvent>({
  record: 'erasure',
  initial: 'REQUESTED',
  moves: { REQUESTED: { carryOut: 'DONE', callBack: 'CANCELLED' }, DONE: {}, CANCELLED: {} },
})
