import type { Call } from '@xlb/shared/accounts/contract.ts'
import { useSession } from '#platform/session/session.ts'
import { hotline } from './strings.zh-CN.ts'

/** The counter to call: the township's when it is known, else the national hotline. */
export function useCall(): Call {
  return useSession().me?.call ?? hotline
}
