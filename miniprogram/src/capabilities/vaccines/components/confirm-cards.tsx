import { Text, View } from '@tarojs/components'
import { useEffect } from 'react'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { replace } from '#platform/nav/nav.ts'
import { toTop } from '#platform/nav/page.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Heading } from '#ui/heading.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { useElder } from '#ui/use-elder.ts'
import { confirmWords } from '../booking.zh-CN.ts'
import { costWords } from '../seats.zh-CN.ts'
import { doseOf } from '../strings.zh-CN.ts'
import { stateWords } from '../summaries.ts'
import type { Answers, Notice } from '../use-answers.ts'
import type { Confirming } from '../use-confirm.ts'
import { HoldTimer } from './hold-timer.tsx'
import { Questions } from './questions.tsx'
import { When } from './when.tsx'

interface ConfirmCardsProps {
  booking: VaccineBooking
  left: number | null
  over: boolean
  notice: Notice | null
  answers: Answers
  doing: Confirming
}

export function ConfirmCards({ booking, left, over, notice, answers, doing }: ConfirmCardsProps) {
  return (
    <View>
      {over ? (
        <RanOut doing={doing} />
      ) : (
        <HoldTimer
          holdUntil={booking.holdUntil ?? booking.asOf}
          left={left}
          more={booking.terms.holdMinutes}
          canExtend={booking.can.extend}
          busy={doing.busy}
          onExtend={doing.extend}
        />
      )}
      <What booking={booking} />
      {notice !== null && <NoticeCard notice={notice} />}
      {notice !== null && <Questions notice={notice} answers={answers} phone={booking.site.phone} />}
      {!over && (
        <View className="gap">
          <Button words={confirmWords.otherTime} kind="secondary" off={doing.busy} onTap={doing.otherTime} />
        </View>
      )}
    </View>
  )
}

function What({ booking: { person, name, dose, day, window, site, free, price } }: { booking: VaccineBooking }) {
  return (
    <Card>
      <Heading level="2" className="card-t">
        {`${person.name} · ${doseOf(name, dose)}`}
      </Heading>
      <When day={day} from={window.from} />
      <Text className="row-s">{site.name}</Text>
      <Text className="row-s">{costWords(free, price)}</Text>
    </Card>
  )
}

/** The seat went back; nothing that was read or answered is lost. */
function RanOut({ doing: { busy, refused, gone, again, otherTime } }: { doing: Confirming }) {
  // It may happen while the person is far below, at the questions.
  useEffect(toTop, [])
  return (
    <View className="va-bar">
      <Banner tone="due" icon="clock" alert title={confirmWords.over} words={confirmWords.overWords}>
        <View className="btns bn-b">
          <Button words={busy ? confirmWords.again2 : confirmWords.again} off={busy} onTap={again} />
          <Button words={confirmWords.otherTime} kind="secondary" off={busy} onTap={otherTime} />
        </View>
      </Banner>
      {gone && <Banner tone="due" icon="alert" alert title={confirmWords.notThere} />}
      <Problem error={refused} title={confirmWords.notThere} />
    </View>
  )
}

export function NoticeCard({ notice: { text, version } }: { notice: Pick<Notice, 'text' | 'version'> }) {
  return (
    <Card title={confirmWords.notice} end={<Text className="meta">{confirmWords.version(version)}</Text>}>
      {text.map((words) => (
        <Text key={words} className="para para-n">
          {words}
        </Text>
      ))}
    </Card>
  )
}

/** Confirmed already (on another phone, or in an answer that got lost), or over. */
export function NoneHeld({ booking: { id, state, person } }: { booking: VaccineBooking }) {
  const elder = useElder()
  return (
    <EmptyState title={confirmWords.noneHeld} words={stateWords(state, elder)} picture="mark">
      <Button
        words={confirmWords.seeTicket}
        onTap={() => {
          void replace('vaccines.booking', { personId: person.personId, bookingId: id })
        }}
      />
    </EmptyState>
  )
}
