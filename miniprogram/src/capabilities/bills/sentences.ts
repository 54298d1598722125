/** Whole sentences about a bill: what a page says beside a picture, and what is read aloud. Pure. */
import type { Bill, BillRow } from '@xlb/shared/bills/contract.ts'
import { billStateWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { stillOpen, sumToPay } from './group-bills.ts'
import { madeWords } from './made.zh-CN.ts'
import { billWords, payingWords, spokenName } from './strings.zh-CN.ts'

/** Half a sentence on this period's use beside the one before. */
function comparedUse({ usage, usageBefore, utility }: Bill): string {
  if (usageBefore === null) return madeWords.stop
  const difference = usage - usageBefore
  if (difference === 0) return madeWords.same
  return difference > 0 ? madeWords.more(difference, utility) : madeWords.less(-difference, utility)
}

/** The tier reached this year: 1 when none was touched. */
function tierNow(bill: Bill): number {
  const touched = bill.tiers.filter((tier) => tier.usedBefore + tier.usedNow > 0)
  return touched[touched.length - 1]?.tier ?? 1
}

/** What was used, when, and how far the next tier is. */
export function usageSentences(bill: Bill, elder: boolean): string[] {
  const { usage, utility, peak, valley } = bill
  const used = elder ? madeWords.usedElder(usage, utility) : madeWords.used(usage, utility)
  const timed = peak === null || valley === null ? [] : [madeWords.peakValley(peak, valley)]
  return [used + comparedUse(bill), ...timed, nextTier(bill, elder)]
}

function nextTier(bill: Bill, elder: boolean): string {
  const { untilNextTier, utility } = bill
  if (untilNextTier === null) return elder ? madeWords.lastTierElder(utility) : madeWords.lastTier
  if (elder) return madeWords.untilNextElder(untilNextTier, utility)
  return madeWords.untilNext(untilNextTier, tierNow(bill) + 1, utility)
}

/** The one sentence under the last periods' bars. */
export function recentSentence(recent: Bill['recent'], elder: boolean): string {
  const last = recent[recent.length - 1]
  const before = recent[recent.length - 2]
  const most = recent.reduce(
    (best, one) => (one.amount > best.amount ? one : best),
    recent[0] ?? { period: '', amount: 0 },
  )
  if (last === undefined || before === undefined) return madeWords.recentOnly
  const difference = last.amount - before.amount
  const compared = difference > 0 ? madeWords.recentUp(difference) : madeWords.recentDown(-difference)
  const highest = (elder ? madeWords.recentSentenceElder : madeWords.recentSentence)(most.period, most.amount)
  return highest + (difference === 0 ? madeWords.recentSame : compared)
}

/** When it has to be paid, and what lateness costs; empty once the money is there. */
export function dueSentence(bill: Pick<BillRow, 'state' | 'dueOn' | 'overdue'>, elder: boolean): string {
  if (bill.state !== 'ISSUED' && bill.state !== 'OVERDUE' && bill.state !== 'PAYING') return ''
  if (bill.overdue) return elder ? billWords.overdueSinceElder(bill.dueOn) : billWords.overdueSince(bill.dueOn)
  return elder ? billWords.dueByElder(bill.dueOn) : billWords.dueBy(bill.dueOn)
}

/** What a list writes at a bill: the rest that is to be paid, or, once it is paid, what it was. */
export function shownAmount(row: Pick<BillRow, 'state' | 'amount' | 'toPay'>): number {
  return row.state === 'ISSUED' || row.state === 'OVERDUE' || row.state === 'PAYING' ? row.toPay : row.amount
}

/** A row of the list, read aloud. */
export function speakRow(row: BillRow): string {
  return billWords.spokenAmount(billWords.titleElder(row), shownAmount(row), billStateWords[row.state].elder)
}

/** What a tap on the pay button would ask for: a live order keeps its own sum, also when other bills are in it. */
export function askedAmount({ state, order, toPay }: Pick<Bill, 'state' | 'order' | 'toPay'>): number {
  return state === 'PAYING' && order !== null ? order.amount : toPay
}

/** The whole page, read aloud. */
export function speakBill(bill: Bill): string[] {
  const due = dueSentence(bill, true)
  return [
    speakRow(bill),
    bill.paying === null ? '' : `${payingWords.title(spokenName(bill.paying.name ?? '') || null)}。`,
    due === '' ? '' : `${due}，${bill.penalty.words}。`,
    `${billWords.forWhom}：${billWords.family(spokenName(bill.ownerName), spokenName(bill.address))}。`,
    ...(bill.sees === 'all' ? usageSentences(bill, true) : [billWords.payerWords]),
    bill.can.pay ? billWords.spokenPay : '',
  ].filter((sentence) => sentence !== '')
}

/** The same with whose it is. */
export const speakOf = (row: BillRow): string => `${billWords.familyOf(spokenName(row.ownerName))}，${speakRow(row)}`

/** A list, read aloud: how many and how much, then each with its owner. */
export function speakDue(rows: readonly BillRow[], due: boolean): string[] {
  const open = due ? stillOpen(rows) : []
  const total = open.length > 1 ? [billWords.spokenTotal(open.length, sumToPay(open))] : []
  return [...total, ...rows.map(speakOf)]
}
