import type { VaccineBooking, VaccineSeats } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { useElder } from '#ui/use-elder.ts'
import type { Choice, Chosen } from '../choices.ts'
import { seatWords } from '../seats.zh-CN.ts'
import { whenWords } from '../times.ts'
import type { usePlace } from '../use-place.ts'
import { PlaceTrouble } from './place-trouble.tsx'

interface SeatBarProps {
  seats: VaccineSeats
  chosen: Chosen | null
  placing: ReturnType<typeof usePlace>
  moving: VaccineBooking | undefined
  /** The seats are a kept copy. */
  stale: boolean
  onTake: (choice: Choice) => void
}

/** The one tap that holds the seat, or moves the booking. */
export function SeatBar({ seats, chosen, placing, moving, stale, onTake }: SeatBarProps) {
  const elder = useElder()
  const { busy, problem, place } = placing
  if (chosen === null && problem === null) return null
  const gone = chosen === null || chosen.free === 0
  const off = busy || stale || gone
  const words = wordsOf(chosen, moving !== undefined, elder)
  return (
    <ActionBar hint={moving === undefined ? seatWords.hint(seats.terms.holdMinutes) : seatWords.moveHint}>
      <PlaceTrouble problem={problem} seats={seats} wanted={chosen} onTake={onTake} />
      <Button
        words={stale ? seatWords.stale : busy ? (moving === undefined ? seatWords.holding : seatWords.moving) : words}
        off={off}
        onTap={() => {
          if (chosen !== null) place(chosen)
        }}
      />
    </ActionBar>
  )
}

function wordsOf(chosen: Chosen | null, isMove: boolean, elder: boolean): string {
  if (chosen === null || chosen.free === 0) return seatWords.chooseFirst
  const when = whenWords(chosen.day, chosen.from, elder)
  if (isMove) return seatWords.move(when)
  return elder ? seatWords.holdElder(when) : seatWords.hold(when)
}
