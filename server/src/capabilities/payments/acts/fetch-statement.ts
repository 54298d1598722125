/** A day's statement: asked for from ten o'clock of the next day on, kept row by row in fen, its fee booked once. A repeat changes nothing. */
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { ledger } from '../data/ledger.ts'
import { statementDays, statementRows, type StatementDayRow, type StatementRowRow } from '../data/statements.ts'
import { linesFee } from '../domain/ledger-lines.ts'
import { readStatement, type StatementRow } from '../domain/statement.ts'
import { payProvider } from '../providers/pay-provider.ts'

/** Days behind us whose statement is still asked for when the worker was down: the provider keeps them three months. */
const LOOK_BACK_DAYS = 7
const AGAIN_MS = 10 * 60_000
const BATCH = 500

/** WeChat Pay makes the statement from 9:00 on and says to take it after 10:00. */
export const readyAt = (day: string): number => Date.parse(`${addDays(day, 1)}T10:00:00+08:00`)

/** One row for each merchant and each of the last days, so that none is forgotten. */
export async function wantStatements(ctx: Ctx): Promise<void> {
  const today = dayOf(ctx.clock.now())
  const days = Array.from({ length: LOOK_BACK_DAYS }, (_, back) => addDays(today, -1 - back))
  const merchants = ctx.port(payProvider).merchantsOf(ctx.tenant)
  await statementDays.insertMissing(
    ctx,
    merchants.flatMap(({ mchid, utility }) => days.map((day) => wanted(ctx, mchid, utility, day))),
  )
}

export function wanted(ctx: Ctx, mchid: string, utility: string, day: string): StatementDayRow {
  return {
    _id: `${ctx.tenant}:${mchid}:${day}`,
    tenant: ctx.tenant,
    mchid,
    utility,
    day,
    state: 'wanted',
    rows: 0,
    fee: 0,
    fetchedAt: null,
    matchedAt: null,
    tries: 0,
    nextTryAt: readyAt(day),
  }
}

/** The day's row after asking; `wanted` when the provider has nothing yet. */
export async function fetchStatement(ctx: Ctx, row: StatementDayRow): Promise<StatementDayRow> {
  if (row.state === 'fetched' || row.state === 'none') return row
  const answer = await ctx.port(payProvider).tradeBill(row.mchid, row.day)
  if (answer === 'later') return await note(ctx, row, { nextTryAt: ctx.clock.now() + AGAIN_MS, tries: row.tries + 1 })
  if (answer === 'none') return await note(ctx, row, { state: 'none', fetchedAt: ctx.clock.instant() })
  const read = answer === 'spoilt' ? { broken: 'hash', line: 0 } : readStatement(answer.text)
  if ('broken' in read) {
    await raiseAlarm(ctx, { kind: 'statement-broken', recordId: row._id, data: { what: read.broken, line: read.line } })
    return await note(ctx, row, { state: 'broken', nextTryAt: ctx.clock.now() + AGAIN_MS, tries: row.tries + 1 })
  }
  await keepRows(ctx, row, read.rows)
  if (read.fee !== 0) await bookFee(ctx, row, read.fee)
  const set = { state: 'fetched' as const, rows: read.rows.length, fee: read.fee, fetchedAt: ctx.clock.instant() }
  return await note(ctx, row, set)
}

async function keepRows(ctx: Ctx, { mchid, day }: StatementDayRow, rows: readonly StatementRow[]): Promise<void> {
  const kept = rows.map((row): StatementRowRow => {
    const ref = row.kind === 'payment' ? row.transactionId : row.refundNo
    const { kind, no, transactionId, amount, fee, at } = row
    return { _id: newId('pnd'), tenant: ctx.tenant, mchid, day, kind, ref, no, transactionId, amount, fee, at }
  })
  for (let at = 0; at < kept.length; at += BATCH) await statementRows.insertMissing(ctx, kept.slice(at, at + BATCH))
}

/** What the provider kept for itself: known only from its statement. */
async function bookFee(ctx: Ctx, { mchid, day }: StatementDayRow, fee: number): Promise<void> {
  const source = `payments.fee:${mchid}:${day}`
  const row = { _id: newId('pnd'), tenant: ctx.tenant, source, orderId: `fee:${mchid}:${day}`, at: ctx.clock.instant() }
  await ledger.insertMissing(ctx, [{ ...row, lines: linesFee(mchid, fee) }])
}

async function note(ctx: Ctx, row: StatementDayRow, set: Partial<StatementDayRow>): Promise<StatementDayRow> {
  return (await statementDays.update(ctx, { _id: row._id }, { $set: set })) ?? { ...row, ...set }
}
