import { useRef } from 'react'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { useElder } from '#ui/use-elder.ts'
import { confirmWords } from '../../booking.zh-CN.ts'
import { ConfirmBar } from '../../components/confirm-bar.tsx'
import { ConfirmCards, NoneHeld } from '../../components/confirm-cards.tsx'
import { VaccinePage, callOf } from '../../components/vaccine-page.tsx'
import { doseOf } from '../../strings.zh-CN.ts'
import { whenWords } from '../../times.ts'
import { useAnswers } from '../../use-answers.ts'
import type { Notice } from '../../use-answers.ts'
import { useConfirm } from '../../use-confirm.ts'
import { useHoldLeft } from '../../use-hold-left.ts'

/** The notice, the questions, and the seat that waits for them. */
function Confirm() {
  const { personId = '', bookingId = '' } = usePageParams()
  const elder = useElder()
  const signedIn = useSession().status === 'signed-in'
  const query = useQuery(signedIn ? 'vaccines.booking' : null, { params: { personId, bookingId } })
  const { data } = query
  const left = useHoldLeft(data)
  const notice = useNotice(data)
  const answers = useAnswers(`${personId}:${data?.product ?? ''}`, notice?.version ?? '')
  const doing = useConfirm(data)
  return (
    <VaccinePage
      title={elder ? confirmWords.titleElder : confirmWords.title}
      query={query}
      shape="bill"
      speech={(one) => (isOpen(one) ? speak(one) : [confirmWords.noneHeld])}
      call={data === undefined ? undefined : callOf(data.site)}
      bar={(one) =>
        isOpen(one) && notice !== null && !isOver(one, left) ? (
          <ConfirmBar notice={notice} answers={answers} doing={doing} stale={query.asOf !== null} />
        ) : null
      }
    >
      {(one) =>
        isOpen(one) ? (
          <ConfirmCards
            booking={one}
            left={left}
            over={isOver(one, left)}
            notice={notice}
            answers={answers}
            doing={doing}
          />
        ) : (
          <NoneHeld booking={one} />
        )
      }
    </VaccinePage>
  )
}

const isOpen = ({ state }: VaccineBooking): boolean => state === 'HELD' || state === 'LAPSED'

const isOver = ({ state, can }: VaccineBooking, left: number | null): boolean =>
  state === 'LAPSED' || left === 0 || (left !== null && !can.confirm)

/** A hold that ran out brings no notice any more: the one that was read stays on the page. */
function useNotice(booking: VaccineBooking | undefined): Notice | null {
  const read = useRef<Notice | null>(null)
  if (booking?.notice != null) read.current = booking.notice
  return read.current
}

function speak({ name, dose, day, window, site, notice }: VaccineBooking): string[] {
  return [
    confirmWords.spoken(doseOf(name, dose), whenWords(day, window.from, true), site.name),
    confirmWords.spokenHow,
    ...(notice?.text ?? []),
    ...(notice?.questions ?? []).map(({ words }) => `${words}。`),
  ]
}

export default page(Confirm)
