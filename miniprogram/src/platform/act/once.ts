/** A submit that must not happen twice: its key is kept on the device until the answer is known. */
import { toApiError } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { CallInput, CallOutput, EndpointId } from '../api/endpoints.ts'
import { pendingKey, settleKey } from '../storage/pending-key.ts'

/**
 * `job` names the act on this device (`families.addChild`). Throws ApiError. While nobody knows whether it arrived the key stays, so that the next
 * tap asks for the same act; a form that is changed meanwhile calls `settleKey(job)`.
 */
export async function once<Id extends EndpointId>(
  id: Id,
  input: CallInput<Id>,
  job: string = id,
): Promise<CallOutput<Id>> {
  try {
    const answer = await call(id, input, { idempotencyKey: await pendingKey(job) })
    settleKey(job)
    return answer
  } catch (error) {
    const problem = toApiError(error)
    if (problem.answered) settleKey(job)
    throw problem
  }
}
