import { View } from '@tarojs/components'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { VaccineSeats, VaccineSite } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { useElder } from '#ui/use-elder.ts'
import type { Chosen, SeatDay } from '../choices.ts'
import { seatWords } from '../seats.zh-CN.ts'
import { reasonWords } from '../summaries.ts'
import { dayWords, timeOf, wholeDay, whenWords } from '../times.ts'
import { CallClinic } from './call-clinic.tsx'

interface RefusalCardProps {
  seats: VaccineSeats
  /** A day that was tapped and that the schedule refuses. */
  refused: SeatDay | null
  chosen: Chosen | null
  onTake: () => void
}

/** Why not, and what instead: the first day that works, one tap away. Nothing where nothing is refused. */
export function RefusalCard({ seats, refused, chosen, onTake }: RefusalCardProps) {
  const elder = useElder()
  const { first, offer, days } = seats
  const offered = offer === null ? null : whenWords(offer.day, timeOf(offer.window), elder)
  const why = (day: SeatDay): string => (day.refused === null ? '' : reasonWords(day.refused, first.day, elder))
  if (refused !== null) {
    const later = first.day !== null && first.day > refused.day
    const title = (later ? seatWords.notThen : seatWords.notThenEver)(dayWords(refused.day, elder))
    return (
      <Banner tone="due" icon="alert" alert title={title} words={`${why(refused)}。`}>
        {offered !== null && (
          <View className="bn-b">
            <Button words={seatWords.takeOffer(offered)} kind="secondary" onTap={onTake} />
          </View>
        )}
      </Banner>
    )
  }
  const today = dayOf(seats.asOf)
  if (first.day === null || first.day <= today) return null
  if (offered === null || chosen === null) return null
  const early = days.find((one) => one.refused !== null && one.day < (first.day ?? ''))
  const reason = early === undefined ? '' : `${why(early)}。`
  return <Banner tone="due" icon="clock" title={seatWords.notToday} words={`${reason}${seatWords.earliest(offered)}`} />
}

interface NoSeatsProps {
  seats: VaccineSeats
  site: VaccineSite
  onOtherSite: () => void
}

/** Nothing can be chosen here: because of the person, of the day, or of the place; each with the way on. */
export function NoSeats({ seats: { first, days, asOf }, site, onOtherSite }: NoSeatsProps) {
  const elder = useElder()
  const call = <CallClinic phone={site.phone} />
  if (first.none !== null) {
    const why = reasonWords(first.none, null, elder)
    return (
      <Banner tone="due" icon="alert" title={seatWords.noneTitle} words={seatWords.noneWords(why)}>
        <View className="bn-b">{call}</View>
      </Banner>
    )
  }
  const late = first.day !== null && first.day > dayOf(asOf)
  const full = days.some((one) => one.refused === null)
  const title = full ? seatWords.fullTitle : late ? seatWords.notToday : seatWords.nothingTitle
  const words = full
    ? seatWords.fullWords
    : late && first.day !== null
      ? seatWords.firstOnly(wholeDay(first.day, elder))
      : seatWords.nothingWords
  return (
    <Banner tone="due" icon="clock" title={title} words={words}>
      <View className="btns bn-b">
        <Button words={seatWords.otherSite} kind="secondary" onTap={onOtherSite} />
        {call}
      </View>
    </Banner>
  )
}
