/** From a chosen window to a seat: a new hold, or the new place of a booking that stands. */
import { useAct } from '#platform/act/use-act.ts'
import type { Act } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { back, replace } from '#platform/nav/nav.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import type { Chosen } from './choices.ts'

/** Whatever came of it, other numbers of seats are true now. */
export const touched = ['vaccines.seats', 'vaccines.bookings', 'vaccines.booking', 'home.get'] as const

interface Placing {
  readonly personId: string
  readonly product: string
  /** The booking that is to be moved. */
  readonly moving: VaccineBooking | undefined
}

export function usePlace({ personId, product, moving }: Placing): Act & { place: (chosen: Chosen) => void } {
  const act = useAct()
  const hold = async (where: Where): Promise<void> => {
    const held = await call('vaccines.hold', { params: { personId }, body: { product, ...where } })
    await replace('vaccines.confirm', { personId, bookingId: held.id })
  }
  const move = async (booking: VaccineBooking, where: Where): Promise<void> => {
    const params = { personId, bookingId: booking.id }
    await call('vaccines.change', { params, body: { version: booking.version, ...where } })
    await refreshQueries(touched)
    await back('vaccines.family')
  }
  const place = ({ day, sessionId, window }: Chosen): void => {
    const where = { day, sessionId, window }
    act.run(async () => {
      try {
        await (moving === undefined ? hold(where) : move(moving, where))
      } finally {
        void refreshQueries(touched)
      }
    })
  }
  return { ...act, place }
}

type Where = Pick<Chosen, 'day' | 'sessionId' | 'window'>
