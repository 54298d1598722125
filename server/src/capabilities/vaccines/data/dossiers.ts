import type { DeferReason, Reaction } from '@xlb/shared/vaccines/nurse-schemas.ts'
import type { BookingState, DossierState } from '@xlb/shared/vaccines/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { RegistryDose } from '../domain/doses.ts'
import type { Sex } from '../domain/facts.ts'

export type { OlderDose, OwnDose, RegistryDose } from '../domain/doses.ts'

export interface Answer {
  readonly code: string
  readonly yes: boolean
}

/** A booking, in its person's dossier for ever. Times of a window are local (`08:30`); other times are instants. */
export interface BookingEntry {
  readonly id: string
  readonly state: BookingState
  readonly product: string
  readonly series: string
  /** Counted over the series. */
  readonly dose: number
  readonly sessionId: string
  readonly siteId: string
  readonly seatId: string
  readonly day: string
  readonly window: string
  readonly from: string
  readonly until: string
  /** Epoch milliseconds while it is held, else null. */
  readonly holdUntil: number | null
  readonly extended: boolean
  /** Whom it was booked by: the person, or a guardian of that moment. */
  readonly by: string
  /** Eight characters that the nurse reads or scans. */
  readonly code: string
  /** The registry could not be asked, or what it said was old: the nurse reads again. */
  readonly provisional: boolean
  /** How often it was placed anew, a late cancellation included. */
  readonly changes: number
  readonly notice: string | null
  /** When the notice was agreed to. */
  readonly agreedAt: string | null
  /** To the notice's questions: `yes` speaks against the dose. A nurse asks again. */
  readonly answers: readonly Answer[]
  /** Chinese: why it must be placed anew, or why nothing was given. */
  readonly reason: string | null
  /** Fen, as the session said when the seat was taken. */
  readonly price?: number | null
  readonly bookedAt: string
  readonly endedAt: string | null
  /** From here the clinic's day; absent until then. A walk-in has no session and no seat: `sessionId` and `seatId` are ''. */
  readonly walkIn?: boolean
  readonly checkedInAt?: string
  /** An officer. */
  readonly checkedInBy?: string
  readonly givenAt?: string
  /** The lot's number as it stands. */
  readonly lot?: string
  readonly observeUntil?: string
  readonly deferReason?: DeferReason
  readonly reaction?: Reaction
  readonly reactionWords?: string | null
}

/** One document a person: every booking will compare and set its version, so that two parents on two phones cannot break an interval together. */
export interface DossierRow extends AuditedRow {
  readonly state: DossierState
  readonly personId: string
  /** Masked, and where they live: so that no act on a booking has to read the person. null once erased. */
  readonly name: string | null
  readonly villageCode: string | null
  /** null once erased. */
  readonly birthDay: string | null
  readonly sex: Sex | null
  /** Of when the registry says its answer is. */
  readonly asOf: string
  /** Epoch milliseconds: when the registry last answered. */
  readonly askedAt: number
  readonly doses: readonly RegistryDose[]
  readonly bookings: readonly BookingEntry[]
  /** `<code>#<n>` of every pack that a dose of ours came from: the nth dose of a pack is given once in the county. Absent: none. */
  readonly packs?: readonly string[]
}

export const dossiers = defineCollection<DossierRow>({
  name: 'vaccineDossiers',
  fields: {
    state: String,
    personId: String,
    name: String,
    villageCode: String,
    birthDay: String,
    sex: String,
    asOf: String,
    askedAt: Number,
    doses: [
      {
        ...{ _id: false, id: String, revision: Number, product: String, day: String, lot: String, site: String },
        ours: { type: Object, default: undefined },
      },
    ],
    packs: { type: [String], default: undefined },
    bookings: [
      {
        _id: false,
        ...{
          id: String,
          state: String,
          product: String,
          series: String,
          dose: Number,
          sessionId: String,
          siteId: String,
        },
        ...{ seatId: String, day: String, window: String, from: String, until: String, holdUntil: Number },
        ...{ extended: Boolean, by: String, code: String, provisional: Boolean, changes: Number, notice: String },
        ...{ agreedAt: String, answers: [{ _id: false, code: String, yes: Boolean }], reason: String },
        ...{ price: Number, bookedAt: String, endedAt: String },
        ...{ walkIn: Boolean, checkedInAt: String, checkedInBy: String, givenAt: String, lot: String },
        ...{ observeUntil: String, deferReason: String, reaction: String, reactionWords: String },
      },
    ],
  },
  indexes: [
    { name: 'person', fields: { tenant: 1, personId: 1 }, unique: true },
    { name: 'day', fields: { tenant: 1, 'bookings.day': 1, _id: 1 } },
    { name: 'by', fields: { tenant: 1, 'bookings.by': 1 } },
    { name: 'inSession', fields: { tenant: 1, 'bookings.sessionId': 1, _id: 1 } },
    { name: 'hold', fields: { tenant: 1, 'bookings.holdUntil': 1 }, partial: { 'bookings.holdUntil': { $gt: 0 } } },
    { name: 'site', fields: { tenant: 1, 'bookings.siteId': 1, 'bookings.day': 1 } },
    { name: 'open', fields: { tenant: 1, 'bookings.state': 1, 'bookings.day': 1 } },
    { name: 'code', fields: { tenant: 1, 'bookings.code': 1 } },
    { name: 'booking', fields: { tenant: 1, 'bookings.id': 1 } },
    { name: 'pack', fields: { tenant: 1, packs: 1 }, unique: true, partial: { 'packs.0': { $exists: true } } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
