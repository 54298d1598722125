/** The marked points of a booking's way, the process that passes them, and what must stand in the database when it died exactly there. */
import type { Killed } from '../kill-payment/stage.ts'
import type { Scene } from './scene.ts'

export interface Point {
  readonly name: string
  readonly process: Killed
  /** true when something stands as it must when the process died here. */
  left(scene: Scene): boolean
}

const some =
  (state: string) =>
  ({ bookings }: Scene): boolean =>
    bookings.some((one) => one.state === state)
const over = (state: string | undefined): boolean => state === 'CANCELLED' || state === 'LAPSED'
const seatOfTheDead = ({ seats }: Scene): boolean => seats.some(({ booking }) => over(booking?.state))

export const points: readonly Point[] = [
  {
    name: 'vaccine-seat-taken',
    process: 'api',
    left: ({ seats }) => seats.some(({ booking, firm }) => booking === undefined && !firm),
  },
  { name: 'vaccine-hold-kept', process: 'api', left: some('HELD') },
  {
    name: 'vaccine-seat-lengthened',
    process: 'api',
    left: ({ seats }) =>
      seats.some(
        ({ seat, booking, firm }) => !firm && booking?.state === 'HELD' && seat.until > (booking.holdUntil ?? 0),
      ),
  },
  {
    name: 'vaccine-seat-firm',
    process: 'api',
    left: ({ seats }) => seats.some(({ booking, firm }) => booking?.state === 'HELD' && firm),
  },
  { name: 'vaccine-confirmed', process: 'api', left: some('CONFIRMED') },
  { name: 'vaccine-booking-ended', process: 'api', left: seatOfTheDead },
  { name: 'vaccine-seat-returned', process: 'api', left: some('CANCELLED') },
  {
    name: 'vaccine-change-seated',
    process: 'api',
    left: ({ seats }) =>
      seats.some(({ seat, booking, firm }) => booking === undefined && firm && seat.doubt !== undefined),
  },
  {
    name: 'vaccine-change-moved',
    process: 'api',
    left: ({ seats }) =>
      seats.some(({ seat, booking, firm }) => booking === undefined && firm && seat.doubt === undefined),
  },
  { name: 'vaccine-booking-ended', process: 'worker', left: seatOfTheDead },
  { name: 'vaccine-seat-returned', process: 'worker', left: some('LAPSED') },
]

/** Points of one name in two processes are told apart. */
export const nameOf = ({ name, process }: Point): string => (process === 'api' ? name : `${name}@worker`)
