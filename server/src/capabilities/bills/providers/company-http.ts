/** How a company is spoken to: every request signed, each with its deadline, none while the company is known to be down. */
import type { z } from 'zod'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import type { CompanyHost } from '#platform/config/config.ts'
import { outsideClient } from '#platform/outside/client.ts'
import { signatureHeaders } from '#platform/outside/client-signature.ts'
import { WorldError, type WorldAnswer } from '#platform/wechat/fetch-json.ts'
import type { BookedPosting } from '../domain/arrived-bill.ts'
import { statementSchema } from './cubic-schemas.ts'

const TIMEOUT_MS = 5_000
const FILE_TIMEOUT_MS = 30_000

type Method = 'GET' | 'POST'

export interface CompanyHttp {
  call(method: Method, path: string, content?: unknown): Promise<WorldAnswer>
  /** null for 404. @throws WorldError, also for any other answer that is not 200 or not as agreed */
  get<T>(path: string, schema: z.ZodType<T>): Promise<T | null>
  /** A file's text, at most so many characters. */
  text(path: string, most: number): Promise<string>
  /** A file of ours. */
  send(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<WorldAnswer>
}

export function companyHttp(utility: Utility, host: CompanyHost, now: () => number): CompanyHttp {
  const client = outsideClient(`${utility}-${host.tenant}`, now)
  const signed = (method: Method, path: string, body: string): Record<string, string> =>
    signatureHeaders(host, { method, url: `${host.baseUrl}${path}`, body }, now())
  const ask = async (method: Method, path: string, body: string, more: Record<string, string>, timeoutMs: number) =>
    await client.json(`${host.baseUrl}${path}`, {
      ...{ method, headers: { ...signed(method, path, body), ...more }, timeoutMs },
      ...(body === '' ? {} : { body }),
    })
  const call: CompanyHttp['call'] = async (method, path, content) => {
    const body = content === undefined ? '' : JSON.stringify(content)
    const type: Record<string, string> = body === '' ? {} : { 'content-type': 'application/json' }
    return await ask(method, path, body, type, TIMEOUT_MS)
  }
  return {
    call,
    async get(path, schema) {
      const answer = await call('GET', path)
      if (answer.status === 404) return null
      if (answer.status !== 200) throw new WorldError('unreachable')
      const parsed = schema.safeParse(answer.json)
      if (!parsed.success) throw new WorldError('unreadable')
      return parsed.data
    },
    text: (path, most) =>
      client.text(`${host.baseUrl}${path}`, { headers: signed('GET', path, ''), timeoutMs: FILE_TIMEOUT_MS, most }),
    send: (path, body, headers) =>
      ask('POST', path, body, { 'content-type': 'text/plain; charset=utf-8', ...headers }, FILE_TIMEOUT_MS),
  }
}

/** The company's own list of a day (water and gas); null where it is not ready, or cannot be asked. */
export async function statementOf(http: CompanyHttp, day: string): Promise<readonly BookedPosting[] | null> {
  try {
    const list = await http.get(`/statements/${day}`, statementSchema)
    return list?.items.map(({ postingNo, amountFen }) => ({ ref: postingNo, amount: amountFen })) ?? null
  } catch (error) {
    if (error instanceof WorldError) return null
    throw error
  }
}

/** The code of a refusal: what the company will not change its mind about. null: nobody knows, ask again. */
export function refusalOf(answer: WorldAnswer): string | null {
  if (![404, 409, 422].includes(answer.status)) return null
  return typeof answer.json['code'] === 'string' ? answer.json['code'] : 'REFUSED'
}
