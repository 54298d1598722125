/**
 * The population register (public security bureau): does this name belong to this ID number, and is this the guardian of that child. Promises an answer
 * within 5 s; down, slow and unreadable are all `unreachable`. A request number asked again with the same question gets the same answer.
 */
import { z } from 'zod'
import type { OfficeHost } from '#platform/config/config.ts'
import { definePort } from '#platform/context.ts'
import { WorldError } from '#platform/wechat/fetch-json.ts'
import { signedPost } from '#platform/outside/signed-office.ts'

const TIMEOUT_MS = 4_500

const realNameSchema = z.object({
  requestNo: z.string(),
  result: z.enum(['match', 'mismatch', 'not-found', 'deceased']),
})
const guardianshipSchema = z.object({
  requestNo: z.string(),
  result: z.enum(['proven', 'unknown', 'ended']),
  relation: z.enum(['mother', 'father', 'grandparent', 'other']).nullable(),
  since: z.iso.date().nullable(),
  until: z.iso.date().nullable(),
})

export interface RealNameAnswer {
  readonly result: 'match' | 'mismatch' | 'not-found' | 'deceased' | 'unreachable'
}

/** Days are `YYYY-MM-DD`; `unknown` and `unreachable` know none, `proven` has no end. */
export interface GuardianshipAnswer {
  readonly result: 'proven' | 'unknown' | 'ended' | 'unreachable'
  readonly relation: 'mother' | 'father' | 'grandparent' | 'other' | null
  readonly since: string | null
  readonly until: string | null
}

export interface Bureau {
  checkRealName(asked: { requestNo: string; name: string; idNo: string }): Promise<RealNameAnswer>
  checkGuardianship(asked: { requestNo: string; guardianIdNo: string; childIdNo: string }): Promise<GuardianshipAnswer>
}

export const bureau = definePort<Bureau>('accounts.bureau')

export function createBureau(host: OfficeHost, now: () => number): Bureau {
  const post = signedPost(host, now)
  const ask = async <T extends { requestNo: string }>(
    path: string,
    content: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
  ) => {
    try {
      const { status, json } = await post(path, content, TIMEOUT_MS)
      const read = schema.safeParse(json)
      return status === 200 && read.success && read.data.requestNo === content['requestNo'] ? read.data : null
    } catch (error) {
      if (error instanceof WorldError) return null
      throw error
    }
  }
  return {
    async checkRealName({ requestNo, name, idNo }) {
      const answer = await ask('/realname/check', { requestNo, name, idNo }, realNameSchema)
      return { result: answer?.result ?? 'unreachable' }
    },
    async checkGuardianship({ requestNo, guardianIdNo, childIdNo }) {
      const answer = await ask('/guardianships/check', { requestNo, guardianIdNo, childIdNo }, guardianshipSchema)
      if (answer === null) return { result: 'unreachable', relation: null, since: null, until: null }
      const { result, relation, since, until } = answer
      return { result, relation, since, until }
    },
  }
}
