/**
 * The gas company: a posting is a job, taken at once and decided a moment later. The job's id is kept with the posting; a job that got lost is asked for
 * by our posting number, and nothing is sent a second time under another one.
 */
import { z } from 'zod'
import type { CompanyHost } from '#platform/config/config.ts'
import type { Ctx } from '#platform/context.ts'
import { WorldError } from '#platform/wechat/fetch-json.ts'
import { postings, type PostingRow } from '../data/postings.ts'
import type { ArrivedBill, PostingResult } from '../domain/arrived-bill.ts'
import { companyHttp, refusalOf, statementOf, type CompanyHttp } from './company-http.ts'
import { accountSchema, commonOf, cubicBillFields } from './cubic-schemas.ts'
import { feedFrom } from './cursor-feed.ts'
import { keepPosting, resultOf, settlePosting } from './posting-rows.ts'
import type { UtilityCompany } from './utility-company.ts'

const FEED_PAGE = 200
/** A job is decided after some two seconds. */
const POLL_MS = 3_000

const lineSchema = z.object({
  tier: z.number().int(),
  usageM3: z.number().int(),
  priceTenthFen: z.number().int(),
  amountTenthFen: z.number().int(),
})
const billSchema = z.object({ ...cubicBillFields, lines: z.array(lineSchema) })
const feedSchema = z.object({ items: z.array(billSchema), next: z.string() })
const acceptedSchema = z.object({ jobId: z.string(), postingNo: z.string() })
const jobSchema = z.object({
  postingNo: z.string(),
  state: z.enum(['running', 'done', 'refused', 'reversed']),
  companyRef: z.string().optional(),
  postedAt: z.string().optional(),
  reason: z.string().optional(),
})

function billFrom({ lines, ...told }: z.infer<typeof billSchema>): ArrivedBill {
  const parts = lines.map(({ usageM3, ...line }) => ({ ...line, kind: 'tier' as const, usage: usageM3 }))
  return { ...commonOf(told), lines: parts }
}

const running = (ctx: Ctx): PostingResult => ({ retry: 'job-running', notBefore: ctx.clock.now() + POLL_MS })

async function submit(ctx: Ctx, http: CompanyHttp, row: PostingRow): Promise<PostingResult> {
  const { postingNo, billNo, accountCode, amount: amountFen, paidAt } = row
  const answer = await http.call('POST', '/postings', { postingNo, billNo, accountCode, amountFen, paidAt })
  const refused = refusalOf(answer)
  if (refused !== null) return await settlePosting(ctx, row, { refused })
  const accepted = answer.status === 202 ? acceptedSchema.safeParse(answer.json) : null
  if (accepted?.success !== true) return { retry: `status-${String(answer.status)}` }
  const set = { state: 'ASKED' as const, jobId: accepted.data.jobId }
  await postings.update(ctx, { _id: row._id, state: { $in: ['QUEUED', 'ASKED'] } }, { $set: set })
  return running(ctx)
}

async function poll(ctx: Ctx, http: CompanyHttp, row: PostingRow): Promise<PostingResult> {
  const job =
    (row.jobId === null ? null : await http.get(`/jobs/${row.jobId}`, jobSchema)) ??
    (await http.get(`/postings/${row.postingNo}`, jobSchema))
  // Neither job nor posting: it never arrived. Sent again under the same number.
  if (job === null) return await submit(ctx, http, row)
  if (job.state === 'running') return running(ctx)
  if (job.state === 'done' && job.companyRef !== undefined && job.postedAt !== undefined)
    return await settlePosting(ctx, row, { posted: job.companyRef, at: new Date(job.postedAt).toISOString() })
  return await settlePosting(ctx, row, { refused: job.reason ?? `JOB_${job.state.toUpperCase()}` })
}

export function createGasCompany(host: CompanyHost, now: () => number): UtilityCompany {
  const http = companyHttp('gas', host, now)
  return {
    utility: 'gas',
    name: host.name,
    account: (_ctx, code) => http.get(`/accounts/${encodeURIComponent(code)}`, accountSchema),
    news: (ctx) =>
      feedFrom(ctx, 'gas', async (cursor) => {
        const path = `/bills?since=${encodeURIComponent(cursor)}&limit=${String(FEED_PAGE)}`
        const feed = await http.get(path, feedSchema)
        return feed === null ? null : { next: feed.next, items: feed.items.map(billFrom) }
      }),
    async post(ctx, request) {
      const row = await keepPosting(ctx, 'gas', request)
      const known = resultOf(row)
      if (known !== null) return known
      try {
        return row.state === 'QUEUED' ? await submit(ctx, http, row) : await poll(ctx, http, row)
      } catch (error) {
        // Not heard, or heard and its answer lost: the same number is sent again, or asked for, the next time.
        if (error instanceof WorldError) return { retry: error.kind }
        throw error
      }
    },
    postedOn: (_ctx, day) => statementOf(http, day),
  }
}
