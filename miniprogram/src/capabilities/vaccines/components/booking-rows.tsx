import { Text, View } from '@tarojs/components'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { go } from '#platform/nav/nav.ts'
import { Icon, IconTile } from '#ui/icon.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { Tap } from '#ui/tap.tsx'
import { useElder } from '#ui/use-elder.ts'
import { doseOf } from '../strings.zh-CN.ts'
import { bookingTones, stateWords } from '../summaries.ts'
import { weekdayWords, whenWords } from '../times.ts'

/** A held one leads to what is left to do, every other to its ticket. */
export function openBooking({ id, state, person }: Pick<VaccineBooking, 'id' | 'state' | 'person'>): Promise<void> {
  return go(state === 'HELD' ? 'vaccines.confirm' : 'vaccines.booking', { personId: person.personId, bookingId: id })
}

export function BookingRows({ bookings }: { bookings: readonly VaccineBooking[] }) {
  const elder = useElder()
  return (
    <View className="card card-flush">
      {bookings.map((one) => (
        <Tap
          key={one.id}
          className="row"
          onTap={() => {
            void openBooking(one)
          }}
        >
          {!elder && <IconTile name="vaccine" tone={bookingTones[one.state]} />}
          <View className="row-w">
            <Text className="row-t b">{doseOf(one.name, one.dose)}</Text>
            <Text className="row-s">{`${whenWords(one.day, one.window.from, elder)} ${weekdayWords(one.day)}`}</Text>
            <Text className="row-s">{one.site.name}</Text>
            <View className="tag-l">
              <StateTag tone={bookingTones[one.state]} words={stateWords(one.state, elder)} />
            </View>
          </View>
          <Icon name="next" className="row-go" />
        </Tap>
      ))}
    </View>
  )
}
