/** What an answer is worth now: an older document no longer covers sensitive data; it waits for the new one. */
import type { Consent } from '@xlb/shared/data-rights/contract.ts'
import type { ConsentState } from '@xlb/shared/data-rights/states.ts'

export interface Answered {
  readonly state: ConsentState
  readonly document: string
}

export interface Asked {
  readonly version: string
  readonly sensitive: boolean
}

export function consentStateOf(answered: Answered | null, asked: Asked): Consent['state'] {
  if (answered === null || answered.state === 'CARRIED') return 'none'
  if (answered.state === 'WITHDRAWN') return 'withdrawn'
  return answered.document === asked.version ? 'given' : 'outdated'
}

/** The general agreement goes on while its new version is waiting; sensitive data is not touched on an old one (personal information law, art. 14). */
export function consentHolds(answered: Answered | null, asked: Asked): boolean {
  const state = consentStateOf(answered, asked)
  return state === 'given' || (state === 'outdated' && !asked.sensitive)
}
