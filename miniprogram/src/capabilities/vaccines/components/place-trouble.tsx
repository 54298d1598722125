import { View } from '@tarojs/components'
import type { VaccineSeats } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { useAct } from '#platform/act/use-act.ts'
import type { ApiError } from '#platform/api/api-error.ts'
import { call } from '#platform/api/call.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { useElder } from '#ui/use-elder.ts'
import { nextInstead } from '../choices.ts'
import type { Choice } from '../choices.ts'
import { seatWords } from '../seats.zh-CN.ts'
import { bookingFor } from '../summaries.ts'
import { timeOf, whenWords } from '../times.ts'
import { openBooking } from './booking-rows.tsx'
import { CallClinic } from './call-clinic.tsx'

interface PlaceTroubleProps {
  problem: ApiError | null
  seats: VaccineSeats
  /** What could not be had. */
  wanted: Choice | null
  onTake: (choice: Choice) => void
}

const placing = ['dose-not-now', 'seats-gone', 'session-not-open', 'same-time-booked']

/** Why the seat was not given, and the next step, one tap away. */
export function PlaceTrouble({ problem, seats, wanted, onTake }: PlaceTroubleProps) {
  if (problem === null) return null
  return (
    <View className="va-bar">
      <Banner tone="due" icon="alert" alert title={seatWords.problem} words={problem.message}>
        {placing.includes(problem.code) && <Instead seats={seats} wanted={wanted} onTake={onTake} />}
        {problem.code === 'dose-booked' && <ThatBooking seats={seats} />}
        {problem.code === 'changes-used-up' && (
          <View className="bn-b">
            <CallClinic phone={seats.site.phone} />
          </View>
        )}
      </Banner>
    </View>
  )
}

function Instead({ seats, wanted, onTake }: Omit<PlaceTroubleProps, 'problem'>) {
  const elder = useElder()
  const next = nextInstead(seats, wanted)
  if (next === null) return null
  return (
    <View className="bn-b">
      <Button
        words={seatWords.takeNext(whenWords(next.day, timeOf(next.window), elder))}
        kind="secondary"
        onTap={() => {
          onTake(next)
        }}
      />
    </View>
  )
}

function ThatBooking({ seats: { person, product } }: { seats: VaccineSeats }) {
  const act = useAct()
  const open = async (): Promise<void> => {
    const { items } = await call('vaccines.bookings', { params: { personId: person.personId } })
    const found = bookingFor(items, product)
    if (found !== undefined) await openBooking(found)
  }
  return (
    <View className="bn-b">
      <Button
        words={seatWords.seeThat}
        kind="secondary"
        off={act.busy}
        onTap={() => {
          act.run(open)
        }}
      />
    </View>
  )
}
