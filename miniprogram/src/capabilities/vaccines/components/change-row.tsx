import { View } from '@tarojs/components'
import { useState } from 'react'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { Button } from '#ui/button.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { useElder } from '#ui/use-elder.ts'
import { ticketWords } from '../booking.zh-CN.ts'
import { touched } from '../use-place.ts'
import { chooseSeat } from './booking-note.tsx'

/** From then on a cancellation counts as a change. By the server's moment. */
const isLate = ({ lateFrom, asOf, state }: VaccineBooking): boolean => state === 'CONFIRMED' && asOf >= lateFrom

/** Another time, or not at all: opened by a tap, since neither is what one comes for. */
export function ChangeRow({ booking }: { booking: VaccineBooking }) {
  const elder = useElder()
  const [open, setOpen] = useState(false)
  const act = useAct()
  const { can, changesLeft, id, person, version } = booking
  if (!can.change && !can.cancel) return null
  const cancel = async (): Promise<void> => {
    try {
      await call('vaccines.cancel', { params: { personId: person.personId, bookingId: id }, body: { version } })
    } finally {
      await refreshQueries(touched)
    }
  }
  return (
    <View>
      <ListRow
        icon="swap"
        title={ticketWords.change}
        note={can.change ? ticketWords.changeNote(changesLeft) : ticketWords.changeNone}
        onTap={() => {
          setOpen(!open)
        }}
      />
      {open && (
        <View className="va-in">
          {can.change && (
            <Button
              words={elder ? ticketWords.toChangeElder : ticketWords.toChange}
              kind="quiet"
              icon="clock"
              onTap={() => {
                setOpen(false)
                chooseSeat(booking, true)
              }}
            />
          )}
          {can.cancel && (
            <View className="gap">
              <AskFirst
                words={elder ? ticketWords.cancelElder : ticketWords.cancel}
                icon="close"
                title={ticketWords.cancelAsk}
                note={isLate(booking) ? ticketWords.cancelLate(booking.terms.lateHours) : ticketWords.cancelEarly}
                yes={ticketWords.cancelYes}
                no={ticketWords.cancelNo}
                busy={act.busy}
                onYes={() => {
                  act.run(cancel)
                }}
              />
            </View>
          )}
          <Problem error={act.problem} title={ticketWords.cancelProblem} />
        </View>
      )}
    </View>
  )
}
