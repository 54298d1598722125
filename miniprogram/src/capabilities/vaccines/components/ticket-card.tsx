import { Text, View } from '@tarojs/components'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { Heading } from '#ui/heading.tsx'
import { Icon } from '#ui/icon.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { useElder } from '#ui/use-elder.ts'
import { ticketWords } from '../booking.zh-CN.ts'
import { doseOf } from '../strings.zh-CN.ts'
import { bookingTones, stateWords } from '../summaries.ts'
import { codeInTwo, spokenTime, weekdayWords } from '../times.ts'
import { QrCode } from './qr-code.tsx'
import '#ui/more/more-icons.scss'
import './ticket-card.scss'
import { When } from './when.tsx'

interface TicketCardProps {
  booking: VaccineBooking
  /** It can be read from the phone alone. */
  kept: boolean
}

/** When, who, what and where; and what the nurse scans. */
export function TicketCard({ booking, kept }: TicketCardProps) {
  const elder = useElder()
  const { state, day, window, person, name, dose, site, code } = booking
  return (
    <View className="card tk">
      <StateTag tone={bookingTones[state]} words={stateWords(state, elder)} />
      <Heading level="2" className="tk-d">
        <When day={day} from={window.from} year />
      </Heading>
      <Text className="sub">
        {elder
          ? ticketWords.arriveElder(spokenTime(window.from), spokenTime(window.until))
          : ticketWords.arrive(weekdayWords(day), window.from, window.until)}
      </Text>
      <Text className="tk-w">{`${person.name} · ${doseOf(name, dose)}`}</Text>
      <Text className="sub">{site.name}</Text>
      {code !== null && (
        <View className="tk-c">
          <QrCode code={code} />
          <Text className="tk-n">{codeInTwo(code)}</Text>
          <Text className="sub">{ticketWords.forNurse(elder)}</Text>
          {kept && (
            <View className="tk-k">
              <Icon name="done" />
              <Text>{ticketWords.kept}</Text>
            </View>
          )}
        </View>
      )}
    </View>
  )
}
