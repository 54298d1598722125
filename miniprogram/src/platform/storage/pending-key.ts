/**
 * The idempotency key of a job (`bills.pay:bil_…`) lives on the device from the tap until the end is known, so that the same job asked again
 * after a crash, a lost answer or a killed WeChat is the same request for the server.
 */
import { randomHex } from './random.ts'
import { forget, isString, readStored, store } from './storage.ts'

export const PENDING_PREFIX = 'pending:'

const keyOf = (job: string): string => PENDING_PREFIX + job

/** The key of this job: the kept one, else a new one. Throws Error('storage-refused') when the device cannot keep it: then nothing may be sent. */
export async function pendingKey(job: string): Promise<string> {
  const kept = readStored(keyOf(job), isString)
  if (kept !== null) return kept
  const made = await randomHex()
  if (!store(keyOf(job), made)) throw new Error('storage-refused')
  return made
}

/** The end is known (a success, or a refusal by the server): the next tap is a new request. */
export function settleKey(job: string): void {
  forget(keyOf(job))
}
