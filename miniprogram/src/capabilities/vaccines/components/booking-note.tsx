import { View } from '@tarojs/components'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { go } from '#platform/nav/nav.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { ticketWords } from '../booking.zh-CN.ts'
import { openBooking } from './booking-rows.tsx'

/** From the ticket to the choice of a seat: for this booking, or for a new one. */
export function chooseSeat({ id, person, product, site }: VaccineBooking, moving: boolean): void {
  const params = { personId: person.personId, product, siteId: site.id }
  void go('vaccines.seats', moving ? { ...params, bookingId: id } : params)
}

/** What the state means for the person, and the next step. Nothing for a ticket that is simply good. */
export function BookingNote({ booking }: { booking: VaccineBooking }) {
  const { state, reason, given } = booking
  switch (state) {
    case 'HELD':
      return (
        <Banner tone="due" icon="clock" title={ticketWords.held} words={ticketWords.heldWords}>
          <View className="bn-b">
            <Button
              words={ticketWords.goConfirm}
              onTap={() => {
                void openBooking(booking)
              }}
            />
          </View>
        </Banner>
      )
    case 'REBOOK_NEEDED':
      return (
        <Banner
          tone="due"
          icon="alert"
          title={ticketWords.rebook}
          words={`${reason === null ? '' : `${reason}。`}${ticketWords.rebookFree}`}
        >
          <View className="bn-b">
            <Button
              words={ticketWords.rebookAgain}
              onTap={() => {
                chooseSeat(booking, true)
              }}
            />
          </View>
        </Banner>
      )
    case 'CHECKED_IN':
      return <Banner tone="confirming" icon="done" title={ticketWords.there} words={ticketWords.thereWords} />
    case 'VACCINATED':
      return (
        <Banner
          tone="credited"
          icon="done"
          title={ticketWords.given}
          words={given === null ? '' : ticketWords.observe(localMinute(given.observeUntil).slice(11))}
        />
      )
    case 'OBSERVED':
      return <Banner tone="credited" icon="done" title={ticketWords.given} words={ticketWords.observed} />
    case 'DEFERRED':
      return (
        <Banner tone="due" icon="alert" title={ticketWords.deferred} words={ticketWords.deferredWords(reason ?? '')} />
      )
    case 'CONFIRMED':
      return null
    default:
      return <Over booking={booking} state={state} />
  }
}

const over = {
  LEFT: { title: ticketWords.left, words: ticketWords.leftWords },
  LAPSED: { title: ticketWords.lapsed, words: ticketWords.lapsedWords },
  CANCELLED: { title: ticketWords.cancelled, words: ticketWords.cancelledWords },
  NO_SHOW: { title: ticketWords.missed, words: ticketWords.missedWords },
} as const

function Over({ booking, state }: { booking: VaccineBooking; state: keyof typeof over }) {
  const { title, words } = over[state]
  return (
    <Banner tone="full" icon="undo" title={title} words={words}>
      <View className="bn-b">
        <Button
          words={ticketWords.bookAgain}
          kind="secondary"
          onTap={() => {
            chooseSeat(booking, false)
          }}
        />
      </View>
    </Banner>
  )
}
