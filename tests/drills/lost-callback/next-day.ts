/** The statement of the next day beside our books, and what becomes of the one payment that only the statement knows. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import type { DifferenceRow } from '../../../server/src/capabilities/payments/data/differences.ts'
import type { OrderRow } from '../../../server/src/capabilities/payments/data/orders.ts'
import type { StatementDayRow } from '../../../server/src/capabilities/payments/data/statements.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { jumpTo } from '../money/jump.ts'
import { until } from '../restore/people.ts'

const FOUND_MS = 60_000

interface Matched {
  readonly did: string
  readonly faults: readonly string[]
}

export async function matchDayAfter(stage: Stage, order: OrderRow): Promise<Matched> {
  const atProvider = (await stage.books.orders()).find((one) => one.outTradeNo === order.no)?.paid
  if (atProvider === undefined) return { did: '', faults: ['the provider took no money after the close'] }
  const day = dayOf(atProvider.at)
  const faults: string[] = []
  await jumpTo(stage, addDays(day, 1), '10:05')
  const matched = await matches(stage, day)
  if (matched === null) return { did: '', faults: [`the statement of ${day} was not matched`] }
  const found = await openDifferences(stage, day)
  const [one] = found
  const isTold = one?.kind === 'provider-extra' && one.ref === atProvider.transactionId
  if (!isTold || found.length !== 1) faults.push(`the match of ${day} found ${wordsOf(found)}`)
  if (one?.theirs !== order.amount || one.unitCode === '') faults.push('the difference has no amount or no owner')

  const callback = (await stage.books.callbacks()).find((each) => each.no === order.no)
  await stage.control(`callbacks/${callback?.id ?? ''}/fire`, {})
  const held = async () => (await stage.db.orders.findOne({ _id: order._id }))?.state === 'SUSPENSE'
  if (!(await until(held, FOUND_MS))) faults.push('money that arrived after the close is not held in suspense')
  await jumpTo(stage, addDays(day, 2), '10:10')
  await matches(stage, day)
  const left = (await openDifferences(stage, day)).filter(({ kind }) => kind !== 'suspense')
  if (left.length > 0) faults.push(`still open: ${wordsOf(left)}`)
  return {
    did: `the statement of ${day} (${String(matched)} rows) told of the one that was closed before it was paid`,
    faults,
  }
}

const wordsOf = (found: readonly DifferenceRow[]): string =>
  found.length === 0
    ? 'nothing'
    : found.map(({ kind, ref, ours, theirs }) => `${kind} ${ref} ${String(ours)}/${String(theirs)}`).join(', ')

/** Rows of all merchants' statements of the day; null when one of them was not matched after now. */
async function matches(stage: Stage, day: string): Promise<number | null> {
  const days = stage.raw.collection<StatementDayRow>('statementDays')
  const since = new Date(await stage.now()).toISOString()
  await stage.nudge('want-statements')
  const isWanted = async () => (await days.countDocuments({ day, nextTryAt: { $gt: 0 } })) > 0
  if (!(await until(isWanted, FOUND_MS))) return null
  await stage.nudge('work-statements')
  const isDone = async () =>
    (await days.countDocuments({ day })) === (await days.countDocuments({ day, matchedAt: { $gte: since } }))
  if (!(await until(isDone, FOUND_MS))) return null
  return (await days.find({ day }).toArray()).reduce((sum, { rows }) => sum + rows, 0)
}

async function openDifferences(stage: Stage, day: string): Promise<DifferenceRow[]> {
  const rows = await stage.raw
    .collection<DifferenceRow>('differences')
    .find({ day, state: { $ne: 'RESOLVED' } })
    .toArray()
  return rows.filter(({ kind }) => kind !== 'cash-amount')
}
