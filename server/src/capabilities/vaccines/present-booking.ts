import { nextState } from '@xlb/shared/platform/states.ts'
import { activeStates, bookingTable } from '@xlb/shared/vaccines/states.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import type { ResidentCtx } from '#platform/context.ts'
import type { Admitted } from './acts/admit.ts'
import type { Seen } from './acts/keep-booking.ts'
import { presentSite, siteById, townshipOf } from './acts/show-seats.ts'
import type { BookingEntry } from './data/dossiers.ts'
import { priceOf } from './data/sessions.ts'
import { contraindicationWords, productOf } from './domain/facts.ts'
import { doseShown } from './domain/dose-shown.ts'
import { NOTICE_VERSION, noticeText } from './domain/notice.ts'
import { momentOf } from './domain/times.ts'
import { presentPerson } from './present.ts'
import { termsOf } from './settings.ts'

/** Read and answered before a confirmation. */
function noticeFor(product: string): NonNullable<VaccineBooking['notice']> {
  const codes = productOf(product)?.contraindications ?? []
  const questions = codes.map((code) => ({ code, words: contraindicationWords[code] ?? code }))
  return { version: NOTICE_VERSION, text: [...noticeText], questions }
}

function givenOf({ givenAt, lot, observeUntil }: BookingEntry): VaccineBooking['given'] {
  return givenAt == null || lot == null || observeUntil == null ? null : { at: givenAt, lot, observeUntil }
}

function agreedOf({ notice, agreedAt }: BookingEntry): VaccineBooking['agreed'] {
  return notice === null || agreedAt === null ? null : { version: notice, at: agreedAt }
}

export async function presentBooking(
  ctx: ResidentCtx,
  admitted: Admitted,
  { dossier, booking }: Seen,
): Promise<VaccineBooking> {
  const product = productOf(booking.product)
  const [begins, terms] = [momentOf(booking.day, booking.from), await termsOf(ctx)]
  const ahead = begins > ctx.clock.now()
  const held = booking.state === 'HELD' && (booking.holdUntil ?? 0) > ctx.clock.now()
  const changesLeft = Math.max(0, terms.mostChanges - booking.changes)
  // Field by field: an object put together from others costs several times its own memory, at every act on a booking.
  return {
    id: booking.id,
    person: presentPerson(admitted, dossier),
    state: booking.state,
    product: booking.product,
    name: product?.name ?? booking.product,
    free: product?.free ?? false,
    price: priceOf(booking.price),
    dose: doseShown(dossier.doses, booking),
    site: presentSite(await siteById(ctx, booking.siteId), await townshipOf(ctx, dossier.villageCode)),
    day: booking.day,
    window: { from: booking.from, until: booking.until },
    holdUntil: booking.holdUntil === null ? null : new Date(booking.holdUntil).toISOString(),
    code: booking.state === 'CONFIRMED' || booking.state === 'CHECKED_IN' ? booking.code : null,
    provisional: booking.provisional,
    asOf: ctx.clock.instant(),
    reason: booking.reason,
    given: givenOf(booking),
    agreed: agreedOf(booking),
    notice: activeStates.includes(booking.state) ? noticeFor(booking.product) : null,
    changesLeft,
    lateFrom: new Date(begins - terms.lateHours * 3_600_000).toISOString(),
    terms,
    version: dossier.version,
    can: {
      extend: held && !booking.extended,
      confirm: held,
      cancel: nextState(bookingTable, booking.state, 'cancel') !== null && ahead,
      change: booking.state === 'REBOOK_NEEDED' || (booking.state === 'CONFIRMED' && ahead && changesLeft > 0),
    },
  }
}
