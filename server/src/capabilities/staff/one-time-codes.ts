/** Codes that people type once: invitations and recovery codes. Only MACs or hashes of them are kept. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { hashOf } from '#platform/crypto/tokens.ts'
import { newId } from '#platform/ids.ts'
import { fromBase32 } from './domain/base32.ts'

const RECOVERY_CODES = 10
const GROUP = /.{5}/g

/** So many groups of five from the alphabet of ids, which has no letters that look alike. */
function newCode(groups: number): string {
  const random = newId('cod').slice('cod_'.length)
  return (random.match(GROUP) ?? []).slice(0, groups).join('-')
}

/** 100 random bits: a plain hash of it tells nothing. */
export function newInvitation(): string {
  return newCode(4)
}

export const invitationHash = (code: string): string => hashOf(`invitation:${code}`)

export function invitationMatches(stored: string | null, code: string): boolean {
  const [one, other] = [Buffer.from(stored ?? invitationHash('')), Buffer.from(invitationHash(code))]
  return one.length === other.length && timingSafeEqual(one, other) && stored !== null
}

/** Ten of 50 bits each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => newCode(2))
}

/** Under the secret of the second factor, which the database cannot open: the list alone cannot be guessed through. */
export function recoveryMac(totpSecret: string, code: string): string {
  return createHmac('sha256', fromBase32(totpSecret)).update(`recovery:${code}`).digest('base64url')
}
