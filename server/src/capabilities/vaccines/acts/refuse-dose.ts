/** A dose that the schedule refuses, in words. */
import { refusalWords } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import { AppError } from '#platform/errors.ts'
import type { FirstDay, Refusal, RefusalCode } from '../domain/judge.ts'

export interface Refused {
  readonly refused: readonly Refusal[]
  readonly first: FirstDay
}

/** Chinese, without a full stop. `until`: the first day that works. */
export const reasonWords = (code: RefusalCode, until: string | null): string =>
  refusalWords[code].standard.replace('{day}', until ?? '')

/** The first reason; '' where there is none. */
export const whyNot = ({ refused: [reason] }: Refused): string =>
  reason === undefined ? '' : reasonWords(reason.code, reason.until)

/** `dose-not-now` with the reason and the first day that works. */
export function doseRefused(against: Refused): AppError {
  const { refused, first } = against
  const firstDay = 'day' in first ? first.day : ''
  return new AppError('dose-not-now', { why: whyNot(against), reason: refused[0]?.code ?? '', firstDay })
}
