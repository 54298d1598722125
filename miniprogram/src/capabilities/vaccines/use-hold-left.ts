/** How long a seat is still held: what the server said was left, less what has passed on this phone since. No clock of the phone is compared with the server's. */
import { useEffect, useRef, useState } from 'react'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { monotonic } from '#platform/act/monotonic.ts'
import { usePageInFront } from '#platform/nav/page.ts'

type Held = Pick<VaccineBooking, 'id' | 'asOf' | 'holdUntil'>

/** When an answer was heard, by the phone's steady clock. */
const heard = new Map<string, number>()

/** Whole seconds; 0 once it ran out; null while only a kept copy is known, of which nobody can say how old it is. */
export function useHoldLeft(booking: Held | undefined): number | null {
  const first = useRef(booking)
  const inFront = usePageInFront()
  const key = booking === undefined ? '' : `${booking.id}:${booking.asOf}`
  if (booking !== undefined && booking !== first.current && !heard.has(key)) heard.set(key, monotonic())
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    const count = (): void => {
      setLeft(leftOf(booking, heard.get(key)))
    }
    count()
    if (!inFront) return undefined
    const timer = setInterval(count, 1000)
    return () => {
      clearInterval(timer)
    }
    // One answer is one countdown: the object may be a new one with the same words.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, inFront])
  return left
}

function leftOf(booking: Held | undefined, heardAt: number | undefined): number | null {
  if (booking === undefined || heardAt === undefined) return null
  if (booking.holdUntil === null) return 0
  const atFirst = Date.parse(booking.holdUntil) - Date.parse(booking.asOf)
  return Math.max(0, Math.ceil((atFirst - (monotonic() - heardAt)) / 1000))
}
