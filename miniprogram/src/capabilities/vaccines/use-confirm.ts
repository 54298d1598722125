/** What can be done with a held seat. */
import { useState } from 'react'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { useAct } from '#platform/act/use-act.ts'
import type { Act } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { replace } from '#platform/nav/nav.ts'
import { windowIdOf } from './times.ts'
import type { Answers, Notice } from './use-answers.ts'
import { touched } from './use-place.ts'

export interface Confirming extends Pick<Act, 'busy' | 'problem'> {
  readonly extend: () => void
  readonly confirm: (notice: Notice, answers: Answers) => void
  /** The same day and time once more. */
  readonly again: () => void
  /** Lets this seat go and leads back to the choice. */
  readonly otherTime: () => void
  /** The session is not there any more. */
  readonly gone: boolean
  /** Why the same time could not be had again. */
  readonly refused: Act['problem']
}

export function useConfirm(booking: VaccineBooking | undefined): Confirming {
  const act = useAct()
  const holding = useAct()
  const [gone, setGone] = useState(false)
  const run =
    (work: (one: VaccineBooking) => Promise<void>, by: Act = act) =>
    () => {
      if (booking === undefined) return
      by.run(async () => {
        try {
          await work(booking)
        } finally {
          void refreshQueries(touched)
        }
      })
    }
  return {
    busy: act.busy || holding.busy,
    problem: act.problem,
    refused: holding.problem,
    gone,
    extend: run(async (one) => {
      await call('vaccines.extend', { params: paramsOf(one), body: { version: one.version } })
    }),
    confirm: (notice, answers) => {
      run(async (one) => {
        const given = notice.questions.map(({ code }) => ({ code, yes: answers.of(code) === true }))
        const body = { version: one.version, notice: notice.version, answers: given }
        await call('vaccines.confirm', { params: paramsOf(one), body })
        answers.forgetAll()
        await replace('vaccines.booking', paramsOf(one))
      })()
    },
    again: run(async (one) => {
      setGone(false)
      const held = await holdAgain(one)
      if (held === null) setGone(true)
      else if (held !== one.id) await replace('vaccines.confirm', { ...paramsOf(one), bookingId: held })
    }, holding),
    otherTime: run(async (one) => {
      // One that ran out in this moment is let go already.
      if (one.can.cancel)
        await call('vaccines.cancel', { params: paramsOf(one), body: { version: one.version } }).catch(() => undefined)
      const { personId } = one.person
      await replace('vaccines.seats', { personId, product: one.product, siteId: one.site.id })
    }),
  }
}

const paramsOf = ({ id, person }: VaccineBooking) => ({ personId: person.personId, bookingId: id })

/** The id of the new hold; null where that session is not there any more. */
async function holdAgain({ person: { personId }, product, site, day, window }: VaccineBooking): Promise<string | null> {
  const { days } = await call('vaccines.seats', { params: { personId, product, siteId: site.id } })
  const session = days.find((one) => one.day === day)
  if (session === undefined) return null
  const place = { day, sessionId: session.sessionId, window: windowIdOf(window.from) }
  return (await call('vaccines.hold', { params: { personId }, body: { product, ...place } })).id
}
