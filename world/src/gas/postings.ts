/**
 * Postings at the gas company are jobs: taken with 202, decided a moment later, asked for by the job's id or by our posting number. The number
 * decides: the same posting again is the same job. A job can get lost; its posting goes on.
 */
import { randomBytes, randomInt } from 'node:crypto'
import * as z from 'zod'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { badBody, refuse } from '../platform/client-signature.ts'
import { json, jsonOf, type Answer, type Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import { gasAccountOf, putGasBill } from './company.ts'
import { keyOf, type GasPosting } from './records.ts'

const DECIDED_AFTER_MS = 2_000
const postingNo = z.string().regex(/^[\w-]{6,64}$/)
const requestSchema = z.strictObject({
  postingNo,
  billNo: z.string().min(1).max(64),
  accountCode: z.string().min(1).max(32),
  amountFen: z.number().int().positive(),
  paidAt: z.iso.datetime(),
})
type PostingRequest = z.infer<typeof requestSchema>
const reversalSchema = z.strictObject({ postingNo, reason: z.string().min(1).max(200) })

function refusalOf(world: World, posting: GasPosting): string | undefined {
  const { tenant, accountCode } = posting
  if (world.faults.take('gas.refusing')) return 'POSTING_REFUSED'
  const bill = world.gasBills.get(keyOf(tenant, posting.billNo))
  if (bill?.accountCode !== accountCode) return 'BILL_NOT_FOUND'
  if (gasAccountOf(tenant, accountCode)?.status === 'STOPPED') return 'ACCOUNT_STOPPED'
  if (bill.status === 'PAID') return 'BILL_ALREADY_PAID'
  return bill.amountFen === posting.amountFen ? undefined : 'AMOUNT_DIFFERS'
}

const newRef = (postedAt: string): string =>
  `RQ${postedAt.slice(0, 10).replaceAll('-', '')}${String(randomInt(100_000, 1_000_000))}`

function decide(world: World, posting: GasPosting): GasPosting {
  const refusal = refusalOf(world, posting)
  if (refusal !== undefined) return { ...posting, state: 'refused', refusal }
  const postedAt = new Date(world.clock.now()).toISOString()
  const second = world.faults.take('gas.twice') ? { secondRef: newRef(postedAt) } : {}
  const bill = world.gasBills.get(keyOf(posting.tenant, posting.billNo))
  if (bill !== undefined) putGasBill(world, { ...bill, status: 'PAID', paidOn: dayOf(posting.paidAt) })
  return { ...posting, state: 'done', postedAt, companyRef: newRef(postedAt), ...second }
}

/** Decides the postings whose moment has come, in the order in which they came. */
export function decideDue(world: World): void {
  for (const posting of world.gasPostings.all())
    if (posting.state === 'running' && posting.dueAt <= world.clock.now())
      world.gasPostings.put(keyOf(posting.tenant, posting.postingNo), decide(world, posting))
}

const accepted = ({ jobId, postingNo: no }: GasPosting): Answer => json(202, { jobId, postingNo: no, state: 'running' })

function isSame(before: GasPosting, body: PostingRequest): boolean {
  return before.billNo === body.billNo && before.accountCode === body.accountCode && before.amountFen === body.amountFen
}

/** `POST /gas/postings` */
export function takePosting(world: World, tenant: string, asked: Asked): Answer {
  const parsed = requestSchema.safeParse(jsonOf(asked.raw))
  if (!parsed.success) return badBody(parsed.error.issues)
  const key = keyOf(tenant, parsed.data.postingNo)
  const before = world.gasPostings.get(key)
  if (before !== undefined) {
    if (!isSame(before, parsed.data)) return refuse(409, 'POSTING_NO_REUSED', '入账号已用于别的账单')
    world.gasPostings.put(key, { ...before, asked: before.asked + 1 })
    return accepted(before)
  }
  const slow = world.faults.take('gas.job-slow')
  const posting: GasPosting = {
    tenant,
    ...parsed.data,
    state: 'running',
    jobId: `JOB${randomBytes(10).toString('hex')}`,
    isJobLost: world.faults.take('gas.job-lost') !== undefined,
    dueAt: world.clock.now() + (slow?.number('delayMs') ?? DECIDED_AFTER_MS),
    asked: 1,
  }
  world.gasPostings.put(key, posting)
  return accepted(posting)
}

function view(posting: GasPosting, head: Readonly<Record<string, string>>): Answer {
  const { state, refusal, companyRef, postedAt, reversedAt, billNo, accountCode, amountFen } = posting
  const facts = { postingNo: posting.postingNo, billNo, accountCode, amountFen, state }
  const told = state === 'refused' ? { reason: refusal } : { companyRef, postedAt, reversedAt }
  return json(200, { ...head, ...facts, ...told })
}

/** `GET /gas/jobs/{jobId}` */
export function findJob(world: World, tenant: string, asked: Asked): Answer {
  const { jobId = '' } = asked.params
  const found = world.gasPostings.all().find((one) => one.tenant === tenant && one.jobId === jobId)
  if (found === undefined || found.isJobLost) return refuse(404, 'JOB_NOT_FOUND', '没有这个任务')
  return view(found, { jobId })
}

/** `GET /gas/postings/{postingNo}` */
export function findPosting(world: World, tenant: string, asked: Asked): Answer {
  const found = world.gasPostings.get(keyOf(tenant, asked.params['no'] ?? ''))
  return found === undefined ? refuse(404, 'POSTING_NOT_FOUND', '没有这笔入账') : view(found, {})
}

/** `POST /gas/reversals`: done at once, opens the bill again; a repeat answers the same. */
export function reversePosting(world: World, tenant: string, asked: Asked): Answer {
  const parsed = reversalSchema.safeParse(jsonOf(asked.raw))
  if (!parsed.success) return badBody(parsed.error.issues)
  const key = keyOf(tenant, parsed.data.postingNo)
  const found = world.gasPostings.get(key)
  if (found === undefined) return refuse(404, 'POSTING_NOT_FOUND', '没有这笔入账')
  if (found.state === 'reversed') return view(found, {})
  if (found.state !== 'done') return refuse(409, 'POSTING_NOT_DONE', '这笔入账还没有完成')
  const reversed: GasPosting = { ...found, state: 'reversed', reversedAt: new Date(world.clock.now()).toISOString() }
  world.gasPostings.put(key, reversed)
  const bill = world.gasBills.get(keyOf(tenant, found.billNo))
  if (bill !== undefined) {
    const { paidOn: _paidOn, ...open } = bill
    putGasBill(world, { ...open, status: 'OPEN' })
  }
  return view(reversed, {})
}
