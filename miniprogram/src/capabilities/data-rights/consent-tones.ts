import type { Consent } from '@xlb/shared/data-rights/contract.ts'
import type { Tone } from '#ui/state-tag.tsx'

export const consentTones: Readonly<Record<Consent['state'], Tone>> = {
  none: 'stale',
  given: 'credited',
  withdrawn: 'full',
  outdated: 'due',
}
