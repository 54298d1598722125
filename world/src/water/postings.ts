/** Money posted to a bill. The posting's number decides: the same one again answers the same; another one on a paid bill is refused. */
import { randomInt } from 'node:crypto'
import * as z from 'zod'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { badBody, refuse } from '../platform/client-signature.ts'
import { dropped, json, jsonOf, type Answer, type Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import { accountOf, putBill } from './company.ts'
import { keyOf, type Posting, type WaterBill } from './records.ts'

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

export function postingView(posting: Posting): Answer {
  const { asked: _asked, tenant: _tenant, ...view } = posting
  return json(200, view)
}

function isSame(before: Posting, body: PostingRequest): boolean {
  return before.billNo === body.billNo && before.accountCode === body.accountCode && before.amountFen === body.amountFen
}

function refusalOf(tenant: string, bill: WaterBill | undefined, body: PostingRequest): Answer | undefined {
  if (bill?.accountCode !== body.accountCode) return refuse(404, 'BILL_NOT_FOUND', '没有这张账单')
  if (accountOf(tenant, body.accountCode)?.status === 'STOPPED') return refuse(409, 'ACCOUNT_STOPPED', '这个户号已停用')
  if (bill.status === 'PAID') return refuse(409, 'BILL_ALREADY_PAID', '这张账单已经缴过')
  if (bill.amountFen === body.amountFen) return undefined
  return json(422, { code: 'AMOUNT_DIFFERS', message: '金额与账单不符', expectedFen: bill.amountFen })
}

function post(world: World, tenant: string, bill: WaterBill, body: PostingRequest): Posting {
  const postedAt = new Date(world.clock.now()).toISOString()
  const companyRef = `RZ${postedAt.slice(0, 10).replaceAll('-', '')}${String(randomInt(100_000, 1_000_000))}`
  const posting: Posting = { tenant, ...body, postedAt, companyRef, status: 'POSTED', asked: 1 }
  world.postings.put(keyOf(tenant, body.postingNo), posting)
  putBill(world, { ...bill, status: 'PAID', paidOn: dayOf(body.paidAt) })
  return posting
}

/** `POST /water/v1/postings` */
export function createPosting(world: World, tenant: string, asked: Asked): Answer {
  const parsed = requestSchema.safeParse(jsonOf(asked.raw))
  if (!parsed.success) return badBody(parsed.error.issues)
  const body = parsed.data
  const before = world.postings.get(keyOf(tenant, body.postingNo))
  if (before !== undefined) {
    if (!isSame(before, body)) return refuse(409, 'POSTING_NO_REUSED', '入账号已用于别的账单')
    if (before.status === 'REVERSED') return refuse(409, 'POSTING_REVERSED', '这笔入账已冲正')
    const again = { ...before, asked: before.asked + 1 }
    world.postings.put(keyOf(tenant, body.postingNo), again)
    return postingView(again)
  }
  if (world.faults.take('water.refusing')) return refuse(409, 'POSTING_REFUSED', '自来水公司暂不受理入账')
  const bill = world.bills.get(keyOf(tenant, body.billNo))
  const refused = refusalOf(tenant, bill, body)
  if (refused !== undefined || bill === undefined) return refused ?? refuse(404, 'BILL_NOT_FOUND', '没有这张账单')
  const posting = post(world, tenant, bill, body)
  return world.faults.take('water.answer-lost') ? dropped : postingView(posting)
}

/** `GET /water/v1/postings/:postingNo` */
export function findPosting(world: World, tenant: string, asked: Asked): Answer {
  const found = world.postings.get(keyOf(tenant, asked.params['no'] ?? ''))
  return found === undefined ? refuse(404, 'POSTING_NOT_FOUND', '没有这笔入账') : postingView(found)
}

/** `POST /water/v1/reversals`: opens the bill again; a repeat answers the same. */
export function reversePosting(world: World, tenant: string, asked: Asked): Answer {
  const parsed = reversalSchema.safeParse(jsonOf(asked.raw))
  if (!parsed.success) return badBody(parsed.error.issues)
  const key = keyOf(tenant, parsed.data.postingNo)
  const found = world.postings.get(key)
  if (found === undefined) return refuse(404, 'POSTING_NOT_FOUND', '没有这笔入账')
  if (found.status === 'REVERSED') return postingView(found)
  const reversedAt = new Date(world.clock.now()).toISOString()
  const reversed: Posting = { ...found, status: 'REVERSED', reversedAt, reason: parsed.data.reason }
  world.postings.put(key, reversed)
  const bill = world.bills.get(keyOf(tenant, found.billNo))
  if (bill !== undefined) {
    const { paidOn: _paidOn, ...open } = bill
    putBill(world, { ...open, status: 'OPEN' })
  }
  return postingView(reversed)
}
