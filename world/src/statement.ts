/**
 * What a company booked on one day through us, for the daily match: a row a posting, a reversal as a row of its own with a negative amount. Ready
 * at 02:00 (+08:00) of the next day. Its faults plant the differences that the match has to find.
 */
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { refuse } from './platform/client-signature.ts'
import { json, type Answer } from './platform/http.ts'
import type { World } from './state.ts'

export interface StatementRow {
  readonly kind: 'POSTED' | 'REVERSED'
  readonly postingNo: string
  readonly billNo: string
  readonly accountCode: string
  readonly amountFen: number
  readonly companyRef: string
  /** ISO instant of the booking. */
  readonly at: string
}

function planted(world: World, rows: readonly StatementRow[]): StatementRow[] {
  const kept = rows.length > 0 && world.faults.take('utility.statement.missing-row') ? rows.slice(1) : [...rows]
  const [first] = rows
  if (first !== undefined && world.faults.take('utility.statement.extra-row'))
    kept.push({ ...first, postingNo: `EXTRA${first.postingNo}`.slice(0, 64), companyRef: `X${first.companyRef}` })
  const last = kept.at(-1)
  const other = last && world.faults.take('utility.statement.other-amount')
  if (last && other) kept[kept.length - 1] = { ...last, amountFen: last.amountFen + other.number('byFen') }
  return kept
}

/** The answer to `GET …/statements/{day}`; `booked` is everything this county's company ever booked. */
export function companyStatement(world: World, day: string, booked: readonly StatementRow[]): Answer {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return refuse(400, 'QUERY_INVALID', '日期不对')
  const isReady = world.clock.now() >= Date.parse(`${addDays(day, 1)}T02:00:00+08:00`)
  if (!isReady || world.faults.take('utility.statement.not-ready'))
    return refuse(409, 'STATEMENT_NOT_READY', '对账单还没有生成')
  const items = planted(
    world,
    booked.filter((one) => dayOf(one.at) === day),
  )
  const sumFen = items.reduce((sum, one) => sum + one.amountFen, 0)
  return json(200, { day, items, count: items.length, sumFen })
}
