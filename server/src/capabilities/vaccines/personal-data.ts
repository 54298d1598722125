/**
 * What we hold of a person's vaccinations. The registry's doses are a copy: it keeps its own, and answers for it. Doses that our clinics gave are records of ours,
 * kept by law; what was answered to the health questions goes with the person.
 */
import { addMonths } from './domain/ages.ts'
import type { Erased, PersonalData } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import { bookingTable } from '@xlb/shared/vaccines/states.ts'
import { deferWords, reactionWords } from '@xlb/shared/vaccines/nurse-words.zh-CN.ts'
import { leaveSeat } from './acts/keep-booking.ts'
import { dossiers, type BookingEntry, type DossierRow, type RegistryDose } from './data/dossiers.ts'
import { reports } from './data/reports.ts'
import { isOurs } from './domain/merge-doses.ts'

const openOf = (ctx: Ctx, personId: string): Promise<DossierRow | null> =>
  dossiers.findOne(ctx, { personId, state: 'OPEN' })

const WITHOUT = { name: null, villageCode: null, birthDay: null, sex: null } as const
const LAW = '《疫苗管理法》第四十六条：接种记录保存到疫苗有效期满后至少五年'
const KEPT_MONTHS = 60
const MOST_WAITING = 100

const ofDose = ({ product, day, lot, site, ours }: RegistryDose) => ({
  ...{ product, day, lot, site },
  ...(ours === undefined
    ? {}
    : {
        ...{ packCode: ours.packCode, expiry: ours.expiry, givenAt: ours.at, reportNo: ours.reportNo },
        corrections: ours.was.map((one) => ({ product: one.product, day: one.day, lot: one.lot, at: one.at })),
      }),
})

const ofBooking = (booking: BookingEntry) => ({
  ...{ product: booking.product, dose: booking.dose, day: booking.day, from: booking.from, state: booking.state },
  ...{ bookedAt: booking.bookedAt, notice: booking.notice, agreedAt: booking.agreedAt, answers: booking.answers },
  ...{ reason: booking.reason, givenAt: booking.givenAt ?? null, lot: booking.lot ?? null },
  deferred: booking.deferReason === undefined ? null : deferWords[booking.deferReason],
  reaction: booking.reaction === undefined ? null : reactionWords[booking.reaction],
  reactionWords: booking.reactionWords ?? null,
})

const isOpen = ({ state }: BookingEntry): boolean => nextState(bookingTable, state, 'cancel') !== null

/** What is booked ends, one after the other, and each seat goes to the next. Answers the dossier without open bookings. */
async function endBookings(ctx: Ctx, row: DossierRow): Promise<DossierRow | null> {
  const booking = row.bookings.find(isOpen)
  if (booking === undefined) return row
  const events = ['vaccines.seat-left']
  const moved = await leaveSeat(
    ctx,
    { dossier: row, booking },
    { event: 'cancel', set: {}, act: 'vaccines.cancel', events },
  )
  return moved === null ? null : await endBookings(ctx, moved.dossier)
}

function told({ doses, bookings }: DossierRow): Erased[] {
  const own = doses.filter(isOurs)
  const copies = { what: '接种记录的副本', count: doses.length - own.length, outcome: 'erased' as const }
  const asked = bookings.filter((one) => one.answers.length > 0)
  const booked = {
    what: '疫苗预约（取消，名额放回）',
    count: bookings.filter(isOpen).length,
    outcome: 'erased' as const,
  }
  const answers = { what: '接种前健康问题的回答', count: asked.length, outcome: 'erased' as const }
  const last = own.map((one) => one.ours.expiry).reduce((one, other) => (one > other ? one : other), '')
  return [
    ...[{ ...copies, count: Math.max(1, copies.count) }, booked, answers]
      .filter((one) => one.count > 0)
      .map((one) => ({ ...one, why: null, until: null })),
    ...(own.length === 0
      ? []
      : [
          {
            ...{ what: '本县门诊的接种记录', count: own.length, outcome: 'kept' as const, why: LAW },
            until: addMonths(last, KEPT_MONTHS),
          },
        ]),
  ]
}

export const personalData: PersonalData = {
  async exportOf(ctx, personId) {
    const row = await openOf(ctx, personId)
    return { vaccinations: (row?.doses ?? []).map(ofDose), vaccineBookings: (row?.bookings ?? []).map(ofBooking) }
  },
  async erase(ctx, personId) {
    const before = await openOf(ctx, personId)
    if (before === null) return []
    const row = await endBookings(ctx, before)
    if (row === null) return await personalData.erase(ctx, personId)
    const bookings = row.bookings.map((one) => ({ ...one, answers: [], reactionWords: null }))
    const set = { ...WITHOUT, doses: row.doses.filter(isOurs), bookings }
    const moved = await moveRecord(ctx, dossiers, row, { state: 'ERASED', set }, { act: 'vaccines.erase-dossier' })
    return moved === null ? await personalData.erase(ctx, personId) : told(before)
  },
  async foretell(ctx, personId) {
    const row = await openOf(ctx, personId)
    return row === null ? [] : told(row)
  },
  /** A dose that the registry was not told of yet would never be told without the ID number. */
  async blocks(ctx, personId) {
    const row = await openOf(ctx, personId)
    if (row === null) return []
    const waiting = await reports.find(ctx, { dossierId: row._id, state: 'QUEUED' }, { limit: MOST_WAITING })
    return waiting.map((one) => one.reportNo)
  },
}
