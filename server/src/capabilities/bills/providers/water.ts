/** The water company: asked and answered over HTTP at once. */
import { z } from 'zod'
import type { CompanyHost } from '#platform/config/config.ts'
import { WorldError, type WorldAnswer } from '#platform/wechat/fetch-json.ts'
import type { ArrivedBill, PostingResult } from '../domain/arrived-bill.ts'
import { companyHttp, refusalOf, statementOf, type CompanyHttp } from './company-http.ts'
import { accountSchema, commonOf, cubicBillFields } from './cubic-schemas.ts'
import { feedFrom } from './cursor-feed.ts'
import type { UtilityCompany } from './utility-company.ts'

const FEED_PAGE = 200

const lineSchema = z.object({
  kind: z.enum(['tier', 'sewage']),
  tier: z.number().int().optional(),
  usageM3: z.number().int(),
  priceTenthFen: z.number().int(),
  amountTenthFen: z.number().int(),
})
const billSchema = z.object({ ...cubicBillFields, lines: z.array(lineSchema) })
const feedSchema = z.object({ items: z.array(billSchema), next: z.string() })
const postingSchema = z.object({
  postingNo: z.string(),
  status: z.literal('POSTED'),
  postedAt: z.string(),
  companyRef: z.string(),
})

function billFrom({ lines, ...told }: z.infer<typeof billSchema>): ArrivedBill {
  const parts = lines.map(({ usageM3, tier, ...line }) => ({ ...line, usage: usageM3, tier: tier ?? null }))
  return { ...commonOf(told), lines: parts }
}

/** Asked by our number: the answer may have been lost while the posting stands. */
async function askedFor(http: CompanyHttp, postingNo: string): Promise<PostingResult> {
  try {
    const found = await http.get(`/postings/${postingNo}`, postingSchema)
    return found === null
      ? { retry: 'not-posted-yet' }
      : { posted: found.companyRef, at: new Date(found.postedAt).toISOString() }
  } catch {
    return { retry: 'unreachable' }
  }
}

function readPosting(answer: WorldAnswer): PostingResult {
  if (answer.status === 200) {
    const parsed = postingSchema.safeParse(answer.json)
    return parsed.success
      ? { posted: parsed.data.companyRef, at: new Date(parsed.data.postedAt).toISOString() }
      : { retry: 'unreadable' }
  }
  const refused = refusalOf(answer)
  return refused === null ? { retry: `status-${String(answer.status)}` } : { refused }
}

export function createWaterCompany(host: CompanyHost, now: () => number): UtilityCompany {
  const http = companyHttp('water', host, now)
  return {
    utility: 'water',
    name: host.name,
    account: (_ctx, code) => http.get(`/accounts/${encodeURIComponent(code)}`, accountSchema),
    news: (ctx) =>
      feedFrom(ctx, 'water', async (cursor) => {
        const path = `/bills?since=${encodeURIComponent(cursor)}&limit=${String(FEED_PAGE)}`
        const feed = await http.get(path, feedSchema)
        return feed === null ? null : { next: feed.next, items: feed.items.map(billFrom) }
      }),
    async post(_ctx, { postingNo, billNo, accountCode, amountFen, paidAt }) {
      try {
        return readPosting(await http.call('POST', '/postings', { postingNo, billNo, accountCode, amountFen, paidAt }))
      } catch (error) {
        if (error instanceof WorldError) return await askedFor(http, postingNo)
        throw error
      }
    },
    postedOn: (_ctx, day) => statementOf(http, day),
  }
}
