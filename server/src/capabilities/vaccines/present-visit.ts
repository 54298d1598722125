import type { DayRow, LastLook, VaccineLot, VaccineVisit } from '@xlb/shared/vaccines/nurse-schemas.ts'
import { longestIntervalOver } from '@xlb/shared/vaccines/nurse-words.zh-CN.ts'
import type { BookingState } from '@xlb/shared/vaccines/states.ts'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { ownDose } from './acts/give-dose.ts'
import { doseShown } from './domain/dose-shown.ts'
import type { Seen } from './acts/keep-booking.ts'
import { isUsable } from './acts/keep-lots.ts'
import { lookAt } from './acts/load-visit.ts'
import { whyNot } from './acts/refuse-dose.ts'
import type { BookingEntry, DossierRow } from './data/dossiers.ts'
import type { LotRow } from './data/lots.ts'
import { contraindicationWords, productOf } from './domain/facts.ts'
import { isFresh } from './domain/times.ts'

export function presentLot(ctx: Ctx, row: LotRow): VaccineLot {
  const { _id: id, state, product, lotNo, maker, expiry, dosesPerPack, received } = row
  return { id, state, product, lotNo, maker, expiry, dosesPerPack, received, usable: isUsable(ctx, row) }
}

function bookedBy({ personId }: DossierRow, { by, walkIn }: BookingEntry): DayRow['bookedBy'] {
  if (walkIn === true) return 'clinic'
  return by === personId ? 'self' : 'guardian'
}

function common({ dossier, booking }: Seen) {
  if (dossier.name === null || dossier.birthDay === null || dossier.sex === null) throw notFound()
  const { id: bookingId, state, product, code, provisional, from, until } = booking
  return {
    ...{ bookingId, state, name: dossier.name, birthDay: dossier.birthDay, product, code, provisional },
    dose: doseShown(dossier.doses, booking),
    ...{ window: { from, until }, productName: productOf(product)?.name ?? product },
    ...{ bookedBy: bookedBy(dossier, booking), version: dossier.version },
    sex: dossier.sex,
  }
}

export function presentDayRow(seen: Seen): DayRow {
  const { sex: _sex, ...row } = common(seen)
  return row
}

/** Of these the schedule is still asked. */
const open: readonly BookingState[] = ['CONFIRMED', 'CHECKED_IN']

function presentLook(ctx: Ctx, seen: Seen): LastLook {
  const look = lookAt(ctx, seen)
  const told = { asOf: seen.dossier.asOf, fresh: isFresh(seen.dossier.asOf, ctx.clock.now()) }
  if ('dose' in look) {
    const warnings = look.longestOver === null ? [] : [longestIntervalOver.replace('{until}', look.longestOver)]
    return {
      ...told,
      ok: true,
      dose: doseShown(seen.dossier.doses, { ...seen.booking, dose: look.dose }),
      reason: null,
      why: null,
      firstDay: null,
      warnings,
    }
  }
  const firstDay = 'day' in look.first ? look.first.day : null
  const reason = look.refused[0]?.code ?? null
  return { ...told, ok: false, dose: null, reason, why: whyNot(look), firstDay, warnings: [] }
}

function presentGiven({ dossier, booking }: Seen): VaccineVisit['given'] {
  const dose = ownDose(dossier, booking.id)
  if (dose === undefined || booking.observeUntil === undefined) return null
  const { product, day, lot, ours } = dose
  return {
    ...{ at: ours.at, product, day, lotNo: lot ?? '', expiry: ours.expiry, packCode: ours.packCode },
    ...{ observeUntil: booking.observeUntil, corrections: ours.was.length },
  }
}

/** `name`: in full, for the answer in which the nurse compares it with the card. */
export function presentVisit(ctx: Ctx, seen: Seen, name: string | null = null): VaccineVisit {
  const { booking } = seen
  const shared = common(seen)
  const { deferReason, reaction, reactionWords = null, endedAt } = booking
  return {
    ...shared,
    ...{ name: name ?? shared.name, free: productOf(booking.product)?.free ?? false, day: booking.day },
    answers: booking.answers.map(({ code, yes }) => ({ words: contraindicationWords[code] ?? code, yes })),
    look: open.includes(booking.state) ? presentLook(ctx, seen) : null,
    given: presentGiven(seen),
    deferred: deferReason === undefined ? null : { reason: deferReason, words: booking.reason ?? '' },
    observed: reaction === undefined || endedAt === null ? null : { at: endedAt, reaction, words: reactionWords },
  }
}
