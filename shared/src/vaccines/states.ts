/**
 * A dossier: one record a person. A session: one document with its seats. A booking lives in its person's dossier, its seat in the session (DOMAIN.md
 * vaccines). FULL is no state: it follows from the seats.
 */
import { defineStates } from '../platform/states.ts'

export const dossierStates = ['OPEN', 'ERASED'] as const
export type DossierState = (typeof dossierStates)[number]

export const dossierTable = defineStates<DossierState, 'erase' | 'open'>({
  record: 'vaccine dossier',
  initial: 'OPEN',
  moves: { OPEN: { erase: 'ERASED' }, ERASED: { open: 'OPEN' } },
})

export const sessionStates = ['DRAFT', 'RELEASED', 'SUSPENDED', 'CLOSED'] as const
export type SessionState = (typeof sessionStates)[number]

/** `suspend`: a recall, or no vaccine came; `resume` gives it free again. */
export const sessionTable = defineStates<SessionState, 'release' | 'suspend' | 'resume' | 'close'>({
  record: 'vaccine session',
  initial: 'DRAFT',
  moves: {
    DRAFT: { release: 'RELEASED', suspend: 'SUSPENDED', close: 'CLOSED' },
    RELEASED: { suspend: 'SUSPENDED', close: 'CLOSED' },
    SUSPENDED: { resume: 'RELEASED', close: 'CLOSED' },
    CLOSED: {},
  },
})

export const signOffStates = ['SIGNED', 'WITHDRAWN'] as const
export type SignOffState = (typeof signOffStates)[number]

/** A clinic's word for the facts of a product that nobody has verified; bookable only while it stands (DOMAIN.md vaccines 9). */
export const signOffTable = defineStates<SignOffState, 'withdraw' | 'sign'>({
  record: 'vaccine sign-off',
  initial: 'SIGNED',
  moves: { SIGNED: { withdraw: 'WITHDRAWN', sign: 'SIGNED' }, WITHDRAWN: { sign: 'SIGNED' } },
})

export const dutyStates = ['ASKED', 'STANDING', 'REFUSED', 'WITHDRAWN'] as const
export type DutyState = (typeof dutyStates)[number]

/** A nurse's leave to see those who come (HARDENING.md, duties): another officer agreed, or an emergency went ahead and was agreed to or `withdraw`n afterwards. */
export const dutyTable = defineStates<DutyState, 'agree' | 'refuse' | 'withdraw'>({
  record: 'vaccine duty',
  initial: 'ASKED',
  moves: {
    ASKED: { agree: 'STANDING', refuse: 'REFUSED' },
    STANDING: { withdraw: 'WITHDRAWN' },
    REFUSED: {},
    WITHDRAWN: {},
  },
})

export const bookingStates = [
  'HELD',
  'CONFIRMED',
  'CHECKED_IN',
  'VACCINATED',
  'OBSERVED',
  'DEFERRED',
  'LEFT',
  'LAPSED',
  'CANCELLED',
  'NO_SHOW',
  'REBOOK_NEEDED',
] as const
export type BookingState = (typeof bookingStates)[number]

export const bookingEvents = [
  'confirm',
  'lapse',
  'cancel',
  'checkIn',
  'vaccinate',
  'observe',
  'defer',
  'leave',
  'miss',
  'unsettle',
  'rebook',
] as const
export type BookingEvent = (typeof bookingEvents)[number]

/** `unsettle`: the session or an earlier record changed, the booking must be placed anew; `rebook` places it. */
export const bookingTable = defineStates<BookingState, BookingEvent>({
  record: 'vaccine booking',
  initial: 'HELD',
  moves: {
    HELD: { confirm: 'CONFIRMED', lapse: 'LAPSED', cancel: 'CANCELLED' },
    CONFIRMED: { checkIn: 'CHECKED_IN', cancel: 'CANCELLED', miss: 'NO_SHOW', unsettle: 'REBOOK_NEEDED' },
    CHECKED_IN: { vaccinate: 'VACCINATED', defer: 'DEFERRED', leave: 'LEFT' },
    VACCINATED: { observe: 'OBSERVED' },
    REBOOK_NEEDED: { rebook: 'CONFIRMED', cancel: 'CANCELLED' },
    OBSERVED: {},
    DEFERRED: {},
    LEFT: {},
    LAPSED: {},
    CANCELLED: {},
    NO_SHOW: {},
  },
})

/** These hold a seat. */
export const seatedStates: readonly BookingState[] = ['HELD', 'CONFIRMED', 'CHECKED_IN', 'VACCINATED', 'OBSERVED']
/** The person is at the clinic, or was given the dose. */
export const arrivedStates: readonly BookingState[] = ['CHECKED_IN', 'VACCINATED', 'OBSERVED']
/** The dose was given. */
export const givenStates: readonly BookingState[] = ['VACCINATED', 'OBSERVED']
/** These count against another booking of the same dose or at the same time. */
export const activeStates: readonly BookingState[] = ['HELD', 'CONFIRMED', 'CHECKED_IN', 'REBOOK_NEEDED']

export const lotStates = ['IN_USE', 'STOPPED'] as const
export type LotState = (typeof lotStates)[number]

/** `stop`: a recall, or the cold chain broke. */
export const lotTable = defineStates<LotState, 'stop' | 'resume'>({
  record: 'vaccine lot',
  initial: 'IN_USE',
  moves: { IN_USE: { stop: 'STOPPED' }, STOPPED: { resume: 'IN_USE' } },
})

export const reportStates = ['QUEUED', 'REPORTED', 'SAME_DOSE', 'REFUSED', 'SUPERSEDED'] as const
export type ReportState = (typeof reportStates)[number]

/** A dose of ours on its way to the registry. `same`: somebody else had told it; `supersede`: it was corrected before it went, and goes under another number. */
export const reportTable = defineStates<ReportState, 'accept' | 'same' | 'refuse' | 'supersede'>({
  record: 'report of a dose',
  initial: 'QUEUED',
  moves: {
    QUEUED: { accept: 'REPORTED', same: 'SAME_DOSE', refuse: 'REFUSED', supersede: 'SUPERSEDED' },
    REPORTED: {},
    SAME_DOSE: {},
    REFUSED: {},
    SUPERSEDED: {},
  },
})
