/** What can be said about a typed number before anybody is asked. */
import { phoneWords } from './identity.zh-CN.ts'

const NUMBER_DIGITS = 11

/** The sentence beside the field, undefined where nothing is wrong. */
export function numberFault(typed: string): string | undefined {
  if (/^1\d{10}$/.test(typed)) return undefined
  if (/^\d*$/.test(typed) && typed.length !== NUMBER_DIGITS) return phoneWords.numberLength(typed.length)
  return phoneWords.numberWrong
}

export function codeFault(typed: string): string | undefined {
  return /^\d{6}$/.test(typed) ? undefined : phoneWords.codeLength
}
