import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { dayOf, localMinute } from '@xlb/shared/platform/day-words.ts'
import type { ListedSite, VaccineBooking, VaccineSeats } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { backTo } from '#platform/nav/nav.ts'
import { Banner } from '#ui/banner.tsx'
import { Card } from '#ui/card.tsx'
import { Heading } from '#ui/heading.tsx'
import { Icon } from '#ui/icon.tsx'
import { Tap } from '#ui/tap.tsx'
import { useElder } from '#ui/use-elder.ts'
import { chosenIn, firstOn } from '../choices.ts'
import type { Choice, SeatDay } from '../choices.ts'
import { costWords, seatWords } from '../seats.zh-CN.ts'
import { doseOf } from '../strings.zh-CN.ts'
import { dayWords, secondsOf, whenWords } from '../times.ts'
import { DayGrid } from './day-grid.tsx'
import { NoSeats, RefusalCard } from './refusal-card.tsx'
import { SlotRows } from './slot-rows.tsx'

interface SeatCardsProps {
  seats: VaccineSeats
  choice: Choice | null
  skipped: ListedSite | null
  moving: VaccineBooking | undefined
  onChoose: (choice: Choice | null) => void
  onOtherSite: () => void
}

export function SeatCards({ seats, choice, skipped, moving, onChoose, onOtherSite }: SeatCardsProps) {
  const elder = useElder()
  // A day that was tapped and is not for this person, or full: looked at, not chosen.
  const [looked, setLooked] = useState<string | null>(null)
  const { days, offer, site } = seats
  const chosen = chosenIn(days, choice ?? offer)
  const lookedAt = days.find((one) => one.day === looked) ?? null
  const day = lookedAt ?? days.find((one) => one.day === chosen?.day) ?? null
  const pick = (one: SeatDay): void => {
    const next = firstOn(one)
    setLooked(next === null ? one.day : null)
    onChoose(next)
  }
  const take = (): void => {
    setLooked(null)
    onChoose(offer)
  }
  return (
    <View>
      <Head seats={seats} isMove={moving !== undefined} onOtherSite={onOtherSite} />
      {moving !== undefined && <Moving booking={moving} />}
      {skipped !== null && <Banner tone="brand" icon="pin" title={seatWords.skipped(skipped.name)} />}
      {offer === null && <NoSeats seats={seats} site={site} onOtherSite={onOtherSite} />}
      {days.length > 0 && seats.first.none === null && (
        <Card title={seatWords.month(day?.day ?? days[0]?.day ?? '')} end={<Live asOf={seats.asOf} />}>
          <DayGrid today={dayOf(seats.asOf)} days={days} chosen={day?.day ?? null} onChoose={pick} />
          <View className="gap">
            <RefusalCard
              seats={seats}
              refused={lookedAt?.refused == null ? null : lookedAt}
              chosen={chosen}
              onTake={take}
            />
          </View>
        </Card>
      )}
      {day !== null && day.refused === null && (
        <Card flush>
          <View className="va-wh">
            <Heading level="2" className="card-t">
              {seatWords.windowsOf(dayWords(day.day, elder))}
            </Heading>
          </View>
          <SlotRows
            windows={day.windows}
            chosen={lookedAt === null ? (chosen?.window ?? null) : null}
            label={seatWords.windowsOf(dayWords(day.day, true))}
            onChoose={(window) => {
              setLooked(null)
              onChoose({ day: day.day, window })
            }}
          />
        </Card>
      )}
      {seats.release !== null && <Text className="sub va-s">{releaseWords(seats.release, elder)}</Text>}
      <Text className="meta va-s">{seatWords.rule(seats.terms)}</Text>
    </View>
  )
}

/** `12-05 周六 的号，11-28 08:00 放出来。` */
function releaseWords({ at, day }: NonNullable<VaccineSeats['release']>, elder: boolean): string {
  return seatWords.release(dayWords(day, elder), whenWords(dayOf(at), localMinute(at).slice(11), elder))
}

function Live({ asOf }: { asOf: string }) {
  return (
    <View className="va-l">
      <View className="va-dot" />
      <Text>{seatWords.live(secondsOf(asOf))}</Text>
    </View>
  )
}

interface HeadProps {
  seats: VaccineSeats
  /** Whose booking it is stands. */
  isMove: boolean
  onOtherSite: () => void
}

function Head({ seats, isMove, onOtherSite }: HeadProps) {
  const { person, name, dose, free, price, site } = seats
  return (
    <View className="card">
      <View className="va-who">
        <Heading level="2" className="card-t row-w">
          {`${person.name} · ${doseOf(name, dose)}`}
        </Heading>
        {!isMove && (
          <Tap
            className="link"
            said={{ label: seatWords.otherPersonLabel(person.name) }}
            onTap={() => {
              void backTo('vaccines.family')
            }}
          >
            {seatWords.otherPerson}
          </Tap>
        )}
      </View>
      <Text className="row-s">{costWords(free, price)}</Text>
      <View className="va-site">
        <Icon name="pin" />
        <Text className="row-w">{site.name}</Text>
        <Tap className="link" onTap={onOtherSite} said={{ label: seatWords.otherSiteLabel(site.name) }}>
          {seatWords.otherSite}
        </Tap>
      </View>
    </View>
  )
}

function Moving({ booking }: { booking: VaccineBooking }) {
  const elder = useElder()
  const free = booking.state === 'REBOOK_NEEDED'
  return (
    <Banner
      tone="brand"
      icon="swap"
      title={seatWords.change(whenWords(booking.day, booking.window.from, elder))}
      words={free ? seatWords.changeFree : seatWords.changeLeft(booking.changesLeft)}
    />
  )
}
