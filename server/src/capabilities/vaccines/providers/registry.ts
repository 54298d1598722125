/**
 * The province's immunisation registry (DOMAIN.md vaccines, "History"): what it knows of somebody's doses, and our own doses reported back. Promises an
 * answer within 5 s; down, slow and unreadable are all `unreachable`. Its answers are facts to be judged, not truths: it may answer another child's record
 * (compare birth day and sex), list one dose twice under two numbers, correct a dose later (`revision`), or answer what is old (`asOf`).
 */
import { z } from 'zod'
import type { OfficeHost } from '#platform/config/config.ts'
import { definePort } from '#platform/context.ts'
import { outsideClient } from '#platform/outside/client.ts'
import { signedPost } from '#platform/outside/signed-office.ts'
import { WorldError, type WorldAnswer } from '#platform/wechat/fetch-json.ts'

const TIMEOUT_MS = 4_500
/** More than anybody is given in a life; an answer with more is no record of a person. */
const MOST_DOSES = 300

const code = z.string().min(1).max(64)
const revisedDoseSchema = z.object({
  id: code,
  revision: z.number().int().min(1),
  /** Code as in immunisation.json; one that we do not know is possible. */
  product: code,
  day: z.iso.date(),
  lot: z.string().max(64),
  siteName: z.string().max(100),
  source: code,
})
const historySchema = z.discriminatedUnion('result', [
  z.object({ requestNo: z.string(), result: z.literal('not-found') }),
  z.object({
    requestNo: z.string(),
    result: z.literal('found'),
    birthDay: z.iso.date(),
    sex: z.enum(['female', 'male']),
    asOf: z.iso.datetime(),
    doses: z.array(revisedDoseSchema).max(MOST_DOSES),
  }),
])
const receiptSchema = z.object({
  reportNo: z.string(),
  result: z.enum(['accepted', 'duplicate-report', 'same-dose']),
  doseId: code,
})

/** `day` is `YYYY-MM-DD`; `source` is `registry`, or the `reportNo` under which we brought the dose. `revision` grows with every correction. */
export interface RegistryDose {
  readonly id: string
  readonly revision: number
  readonly product: string
  readonly day: string
  readonly lot: string
  readonly siteName: string
  readonly source: string
}

/** `birthDay` as `YYYY-MM-DD`; `asOf` is the instant of the registry's knowledge. */
export type RegistryHistory =
  | {
      readonly result: 'found'
      readonly birthDay: string
      readonly sex: 'female' | 'male'
      readonly asOf: string
      readonly doses: readonly RegistryDose[]
    }
  | { readonly result: 'not-found' }
  | { readonly result: 'unreachable' }

export interface DoseReport {
  /** 6 to 64 letters, digits, `-` and `_`; a dose keeps its number for ever, so that it is reported once. */
  readonly reportNo: string
  readonly idNo: string
  readonly product: string
  /** `YYYY-MM-DD` at +08:00. */
  readonly day: string
  readonly lot: string
  readonly siteName: string
  readonly siteCode: string
  /** Numbers under which this dose was told before it was corrected: the registry takes out what they brought. */
  readonly replaces: readonly string[]
}

/**
 * `same-dose`: somebody else had reported it. `duplicate-report`: this number was taken before. `unreachable`: nobody knows whether it was taken, report again
 * under the same number. `refused`: it will never be taken like this.
 */
export type ReportOutcome = 'accepted' | 'same-dose' | 'duplicate-report' | 'unreachable' | 'refused'

export interface Registry {
  historyOf(asked: { readonly requestNo: string; readonly idNo: string }): Promise<RegistryHistory>
  report(dose: DoseReport): Promise<ReportOutcome>
}

export const registry = definePort<Registry>('vaccines.registry')

const UNREACHABLE = { result: 'unreachable' } as const
/** The content is what is wrong; our signature or their machine would be another matter. */
const REFUSALS = new Set([400, 409, 422])

/** `now` gives milliseconds since 1970. */
export function createRegistry(host: OfficeHost, now: () => number): Registry {
  const post = signedPost(host, now, outsideClient('registry', now))
  const ask = async (path: string, content: unknown): Promise<WorldAnswer | null> => {
    try {
      return await post(path, content, TIMEOUT_MS)
    } catch (error) {
      if (error instanceof WorldError) return null
      throw error
    }
  }
  return {
    async historyOf({ requestNo, idNo }) {
      const answer = await ask('/histories', { requestNo, idNo })
      const read = historySchema.safeParse(answer?.json)
      if (answer?.status !== 200 || !read.success || read.data.requestNo !== requestNo) return UNREACHABLE
      const { requestNo: _echo, ...history } = read.data
      return history
    },
    async report({ reportNo, idNo, product, day, lot, siteName, siteCode, replaces }) {
      const content = { reportNo, idNo, product, day, lot, siteName, siteCode, replaces }
      const answer = await ask('/reports', content)
      if (answer === null) return 'unreachable'
      if (REFUSALS.has(answer.status)) return 'refused'
      const read = receiptSchema.safeParse(answer.json)
      if (answer.status !== 200 || !read.success || read.data.reportNo !== reportNo) return 'unreachable'
      return read.data.result
    },
  }
}
