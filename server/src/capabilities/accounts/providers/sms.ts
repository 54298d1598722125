/**
 * The SMS gateway. A message is named by our request number: sent again under it, it goes out once. `unknown`: no answer in time, it may have gone out.
 */
import type { OfficeHost } from '#platform/config/config.ts'
import { definePort } from '#platform/context.ts'
import { WorldError } from '#platform/wechat/fetch-json.ts'
import { signedPost } from '#platform/outside/signed-office.ts'

const TIMEOUT_MS = 3_000

export interface SmsMessage {
  /** 6 to 64 letters, digits, `-` and `_`. */
  readonly requestNo: string
  /** 11 digits. */
  readonly to: string
  readonly template: 'verify-code' | 'phone-changed' | 'sessions-ended'
  readonly params: Readonly<Record<string, string>>
}

export type SmsOutcome = 'accepted' | 'refused' | 'unknown'

export interface Sms {
  send(message: SmsMessage): Promise<SmsOutcome>
}

export const sms = definePort<Sms>('accounts.sms')

export function createSms(host: OfficeHost, now: () => number): Sms {
  const post = signedPost(host, now)
  return {
    async send({ requestNo, to, template, params }) {
      try {
        const { status, json } = await post('/messages', { requestNo, to, template, params }, TIMEOUT_MS)
        if (status === 200 && json['accepted'] === true) return 'accepted'
        return status < 500 ? 'refused' : 'unknown'
      } catch (error) {
        if (error instanceof WorldError) return 'unknown'
        throw error
      }
    },
  }
}

/** Once more when nobody knows what became of it; the request number sees to it that it arrives once. */
export async function sendTwice(gateway: Sms, message: SmsMessage): Promise<SmsOutcome> {
  const first = await gateway.send(message)
  return first === 'unknown' ? await gateway.send(message) : first
}
