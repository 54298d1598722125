/** A posting of a company that answers later: kept before it is told, and its result written once. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { postings, type PostingRow } from '../data/postings.ts'
import type { PostingRequest, PostingResult } from '../domain/arrived-bill.ts'

/** The posting of this number: as it stands, or new. */
export async function keepPosting(ctx: Ctx, utility: Utility, request: PostingRequest): Promise<PostingRow> {
  const { amountFen: amount, ...rest } = request
  const blank = { jobId: null, file: null, companyRef: null, at: null, refusal: null }
  const row = {
    ...{ _id: newId('pnd'), tenant: ctx.tenant, utility, ...rest, amount },
    ...{ queuedAt: ctx.clock.instant(), state: 'QUEUED' as const, ...blank },
  }
  return (await postings.insertOrGet(ctx, { postingNo: request.postingNo }, row)).row
}

export function resultOf(row: PostingRow): PostingResult | null {
  if (row.state === 'POSTED') return { posted: row.companyRef ?? '', at: row.at ?? row.paidAt }
  return row.state === 'REFUSED' ? { refused: row.refusal ?? 'REFUSED' } : null
}

export async function settlePosting(
  ctx: Ctx,
  row: Pick<PostingRow, '_id'>,
  word: { readonly posted: string; readonly at: string } | { readonly refused: string },
): Promise<PostingResult> {
  const set =
    'refused' in word
      ? { state: 'REFUSED' as const, refusal: word.refused }
      : { state: 'POSTED' as const, companyRef: word.posted, at: word.at }
  const settled = await postings.update(ctx, { _id: row._id, state: { $in: ['QUEUED', 'ASKED'] } }, { $set: set })
  const standing = settled ?? (await postings.findOne(ctx, { _id: row._id }))
  return (standing === null ? null : resultOf(standing)) ?? word
}
