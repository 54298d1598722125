/** The answers to the health questions, kept on the phone until they are sent: a hold that ran out, or WeChat killed, loses none. */
import { useState } from 'react'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { DRAFT_PREFIX, forget, readStored, store } from '#platform/storage/storage.ts'

export type Notice = NonNullable<VaccineBooking['notice']>
type Given = Readonly<Record<string, boolean>>

export interface Answers {
  readonly of: (code: string) => boolean | undefined
  readonly answer: (code: string, yes: boolean) => void
  readonly forgetAll: () => void
}

const isGiven = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'boolean')

/** `about`: the person and the product; a new edition of the notice asks anew. */
export function useAnswers(about: string, version: string): Answers {
  const key = `${DRAFT_PREFIX}vaccines:${about}:${version}`
  const [kept, setKept] = useState<{ key: string; given: Given }>({ key: '', given: {} })
  const given = kept.key === key ? kept.given : (readStored(key, isGiven) ?? {})
  return {
    of: (code) => given[code],
    answer: (code, yes) => {
      const next = { ...given, [code]: yes }
      store(key, next)
      setKept({ key, given: next })
    },
    forgetAll: () => {
      forget(key)
    },
  }
}
