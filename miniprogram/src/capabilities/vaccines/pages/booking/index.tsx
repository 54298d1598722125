import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { isKept, useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Icon } from '#ui/icon.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { useElder } from '#ui/use-elder.ts'
import { ticketWords } from '../../booking.zh-CN.ts'
import { BookingNote } from '../../components/booking-note.tsx'
import { Bright } from '../../components/bright.tsx'
import { ChangeRow } from '../../components/change-row.tsx'
import { NoticeRow } from '../../components/notice-row.tsx'
import { RemindRow } from '../../components/remind-row.tsx'
import { TicketCard } from '../../components/ticket-card.tsx'
import { VaccinePage, callOf } from '../../components/vaccine-page.tsx'
import { WayRow } from '../../components/way-row.tsx'
import { doseOf } from '../../strings.zh-CN.ts'
import { stateWords } from '../../summaries.ts'
import { whenWords } from '../../times.ts'

/** While the person is at the clinic the nurse's steps show by themselves. */
const FOLLOW_MS = 15_000

/** The ticket: kept on the phone, so that it can be shown where there is no network. */
function Booking() {
  const { personId = '', bookingId = '' } = usePageParams()
  const elder = useElder()
  const signedIn = useSession().status === 'signed-in'
  const [bright, setBright] = useState(false)
  const input = { params: { personId, bookingId } }
  const query = useQuery(signedIn ? 'vaccines.booking' : null, input, { pollMs: FOLLOW_MS })
  const { data } = query
  return (
    <View>
      <VaccinePage
        title={ticketWords.title}
        query={query}
        shape="bill"
        speech={speak}
        call={data === undefined ? undefined : callOf(data.site)}
        bar={({ code }) =>
          code === null ? null : (
            <ActionBar>
              <Button
                words={elder ? ticketWords.brightElder : ticketWords.bright}
                icon="qr"
                onTap={() => {
                  setBright(true)
                }}
              />
            </ActionBar>
          )
        }
      >
        {(booking) => <Cards booking={booking} kept={isKept('vaccines.booking', input)} />}
      </VaccinePage>
      {bright && data?.code != null && (
        <Bright
          code={data.code}
          onClose={() => {
            setBright(false)
          }}
        />
      )}
    </View>
  )
}

function Cards({ booking, kept }: { booking: VaccineBooking; kept: boolean }) {
  const { state, given, site, person } = booking
  const coming = state === 'CONFIRMED' || state === 'CHECKED_IN'
  return (
    <View>
      <BookingNote booking={booking} />
      <TicketCard booking={booking} kept={kept} />
      {booking.provisional && coming && (
        <Banner tone="stale" icon="alert" title={ticketWords.provisionalTitle} words={ticketWords.provisional} />
      )}
      {coming && <Bring booking={booking} />}
      {given !== null && (
        <View className="card card-flush">
          <ListRow
            icon="vaccine"
            title={ticketWords.record}
            note={ticketWords.lot(given.lot)}
            onTap={() => {
              void go('vaccines.record', { personId: person.personId })
            }}
          />
        </View>
      )}
      {coming && (
        <View className="card card-flush">
          <RemindRow />
          <View className="rule" />
          <WayRow site={site} />
          <View className="rule" />
          <ChangeRow booking={booking} />
          <View className="rule" />
          <NoticeRow booking={booking} />
        </View>
      )}
      {state === 'REBOOK_NEEDED' && (
        <View className="card card-flush">
          <ChangeRow booking={booking} />
        </View>
      )}
    </View>
  )
}

function bringOf({ person, terms: { observeMinutes } }: VaccineBooking): readonly string[] {
  return person.relation === 'child'
    ? [...ticketWords.bringChild, ticketWords.stayChild(observeMinutes)]
    : [...ticketWords.bringSelf, ticketWords.staySelf(observeMinutes)]
}

function Bring({ booking }: { booking: VaccineBooking }) {
  return (
    <Card title={ticketWords.bring}>
      {bringOf(booking).map((thing) => (
        <View key={thing} className="br">
          <Icon name="done" />
          <Text className="row-w">{thing}</Text>
        </View>
      ))}
    </Card>
  )
}

function speak(booking: VaccineBooking): string[] {
  const { name, dose, day, window, site, code, state } = booking
  const what = ticketWords.spoken(doseOf(name, dose), whenWords(day, window.from, true), site.name)
  if (code === null) return [what, `${stateWords(state, true)}。`]
  return [what, ticketWords.spokenCode(code), ticketWords.spokenBring(bringOf(booking))]
}

export default page(Booking)
