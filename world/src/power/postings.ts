/** What the company makes of a payments file at night. The posting's number decides: the same payment in two files is booked once. */
import { randomInt } from 'node:crypto'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { World } from '../state.ts'
import { changeBill, isStopped } from './company.ts'
import type { PaymentRow } from './hand-in.ts'
import type { Row } from './lines.ts'
import { keyOf, type PowerPosting } from './records.ts'

type Outcome =
  | { readonly result: 'POSTED' | 'REVERSED'; readonly posting: PowerPosting }
  | { readonly result: 'REFUSED'; readonly reason: string }

const refused = (reason: string): Outcome => ({ result: 'REFUSED', reason })

function again(world: World, before: PowerPosting, row: PaymentRow): Outcome {
  const isSame =
    before.billNo === row.billNo && before.accountCode === row.accountCode && before.amountFen === row.amountFen
  if (!isSame) return refused('POSTING_NO_REUSED')
  if (before.status === 'REVERSED') return refused('POSTING_REVERSED')
  const posting = { ...before, asked: before.asked + 1 }
  world.powerPostings.put(keyOf(before.tenant, before.postingNo), posting)
  return { result: 'POSTED', posting }
}

function post(world: World, tenant: string, row: PaymentRow): Outcome {
  const before = world.powerPostings.get(keyOf(tenant, row.postingNo))
  if (before !== undefined) return again(world, before, row)
  const bill = world.powerBills.get(keyOf(tenant, row.billNo))
  if (bill?.accountCode !== row.accountCode) return refused('BILL_NOT_FOUND')
  if (isStopped(tenant, row.accountCode)) return refused('ACCOUNT_STOPPED')
  if (bill.status === 'PAID') return refused('BILL_ALREADY_PAID')
  if (bill.amountFen !== row.amountFen) return refused('AMOUNT_DIFFERS')
  const postedAt = new Date(world.clock.now()).toISOString()
  const { postingNo, billNo, accountCode, amountFen, paidAt } = row
  const companyRef = `DL${postedAt.slice(0, 10).replaceAll('-', '')}${String(randomInt(100_000, 1_000_000))}`
  const base = { tenant, postingNo, billNo, accountCode, amountFen, paidAt }
  const posting: PowerPosting = { ...base, postedAt, companyRef, status: 'POSTED', asked: 1 }
  world.powerPostings.put(keyOf(tenant, postingNo), posting)
  changeBill(world, 'PAID', { ...bill, status: 'PAID', paidOn: dayOf(paidAt) })
  return { result: 'POSTED', posting }
}

function reverse(world: World, tenant: string, row: PaymentRow): Outcome {
  const before = world.powerPostings.get(keyOf(tenant, row.postingNo))
  if (before === undefined) return refused('POSTING_NOT_FOUND')
  if (before.amountFen !== -row.amountFen) return refused('AMOUNT_DIFFERS')
  if (before.status === 'REVERSED') return { result: 'REVERSED', posting: before }
  const posting: PowerPosting = { ...before, status: 'REVERSED', reversedAt: new Date(world.clock.now()).toISOString() }
  world.powerPostings.put(keyOf(tenant, row.postingNo), posting)
  const bill = world.powerBills.get(keyOf(tenant, before.billNo))
  if (bill !== undefined) {
    const { paidOn: _paidOn, ...open } = bill
    changeBill(world, 'REOPENED', { ...open, status: 'OPEN' })
  }
  return { result: 'REVERSED', posting }
}

function told(row: PaymentRow, outcome: Outcome): Row {
  const { postingNo, kind, billNo, accountCode, amountFen } = row
  const [reason, ref, at] =
    outcome.result === 'REFUSED'
      ? [outcome.reason, '', '']
      : ['', outcome.posting.companyRef, outcome.posting.reversedAt ?? outcome.posting.postedAt]
  return {
    fields: [postingNo, kind, outcome.result, reason, billNo, accountCode, String(amountFen), ref, at],
    amountFen,
  }
}

/** Books the rows of one file, in their order; the answer is the records of its results file. */
export function workPayments(world: World, tenant: string, rows: readonly PaymentRow[]): Row[] {
  const refusing = world.faults.take('power.refused-lines')
  const each = Math.max(1, refusing?.number('each') ?? 1)
  return rows.map((row, at) => {
    if (refusing !== undefined && at % each === 0) return told(row, refused('POSTING_REFUSED'))
    return told(row, row.kind === 'PAY' ? post(world, tenant, row) : reverse(world, tenant, row))
  })
}
