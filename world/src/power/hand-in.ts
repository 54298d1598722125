/**
 * Our "payments of the day" as the company takes them: the whole file is refused when anything in it is not as agreed, nothing is booked before
 * the night. A name is taken once: the same bytes again answer the same, other bytes are refused.
 */
import * as z from 'zod'
import { refuse } from '../platform/client-signature.ts'
import { json, type Answer, type Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import { sha256Of } from './lines.ts'
import { keyOf, type HandedIn } from './records.ts'

const MOST_LINES = 5_000
const headSchema = z.tuple([
  z.literal('H'),
  z.literal('XLB-POWER'),
  z.literal('1'),
  z.literal('PAYMENTS'),
  z.string(),
  z.iso.date(),
  z.string().regex(/^\d{3}$/),
  z.iso.datetime({ offset: true }),
])
const amount = z.string().regex(/^-?\d{1,9}$/)
const rowSchema = z.tuple([
  z.literal('D'),
  z.string().regex(/^[\w-]{6,64}$/),
  z.enum(['PAY', 'REVERSE']),
  z.string().min(1).max(64),
  z.string().min(1).max(32),
  amount,
  z.iso.datetime(),
  z.string().max(100),
])
const tailSchema = z.tuple([z.literal('T'), z.string().regex(/^\d{1,6}$/), amount])

export interface PaymentRow {
  readonly postingNo: string
  readonly kind: 'PAY' | 'REVERSE'
  readonly billNo: string
  readonly accountCode: string
  /** Above 0 for PAY, below for REVERSE. */
  readonly amountFen: number
  readonly paidAt: string
  readonly reason: string
}

export type Read =
  | { readonly ok: true; readonly rows: readonly PaymentRow[] }
  | { readonly ok: false; readonly line: number; readonly issue: string }

const broken = (line: number, issue: string): Read => ({ ok: false, line, issue })

function rowOf(fields: readonly string[]): PaymentRow | undefined {
  const parsed = rowSchema.safeParse(fields)
  if (!parsed.success) return undefined
  const [, postingNo, kind, billNo, accountCode, amountText, paidAt, reason] = parsed.data
  const amountFen = Number(amountText)
  const fits = kind === 'PAY' ? amountFen > 0 : amountFen < 0
  return fits ? { postingNo, kind, billNo, accountCode, amountFen, paidAt, reason } : undefined
}

/** Reads a payments file of this county; the first thing wrong is told with its line, counted from 1. */
export function readPayments(text: string, tenant: string): Read {
  const lines = text.split('\n').map((line) => line.split('|'))
  if (lines.pop()?.join('') !== '') return broken(lines.length + 1, 'no line feed at the end')
  const head = headSchema.safeParse(lines[0])
  if (head.data?.[4] !== tenant) return broken(1, 'bad header')
  const tail = tailSchema.safeParse(lines.at(-1))
  if (!tail.success) return broken(lines.length, 'bad trailer')
  if (lines.length > MOST_LINES + 2) return broken(MOST_LINES + 2, 'too many lines')
  const rows: PaymentRow[] = []
  for (const fields of lines.slice(1, -1)) {
    const row = rowOf(fields)
    if (row === undefined) return broken(rows.length + 2, 'bad record')
    rows.push(row)
  }
  if (Number(tail.data[1]) !== rows.length) return broken(lines.length, 'wrong count')
  if (Number(tail.data[2]) !== rows.reduce((sum, row) => sum + row.amountFen, 0))
    return broken(lines.length, 'wrong sum')
  return { ok: true, rows }
}

function taken(file: HandedIn): Answer {
  return json(202, { name: file.name, sha256: file.sha256, lines: file.text.split('\n').length - 3, accepted: true })
}

/** `POST /power/files` with `X-File-Name` and `X-File-Sha256`. */
export function handIn(world: World, tenant: string, asked: Asked): Answer {
  const name = asked.headers['x-file-name'] ?? ''
  if (!/^payments-\d{6}-\d{8}-\d{3}\.txt$/.test(name) || name.slice(9, 15) !== tenant)
    return refuse(400, 'FILE_NAME_INVALID', '文件名不对')
  const sha256 = sha256Of(asked.raw)
  if (asked.headers['x-file-sha256'] !== sha256) return refuse(422, 'HASH_DIFFERS', '文件内容与摘要不符')
  const before = world.handedIn.get(keyOf(tenant, name))
  if (before !== undefined)
    return before.sha256 === sha256 ? taken(before) : refuse(409, 'FILE_NAME_REUSED', '文件名已用于别的文件')
  const read = readPayments(asked.raw, tenant)
  if (!read.ok) return json(422, { code: 'FILE_INVALID', message: '文件内容不对', line: read.line, issue: read.issue })
  const file = { tenant, name, receivedAt: world.clock.now(), sha256, text: asked.raw, worked: false }
  world.handedIn.put(keyOf(tenant, name), file)
  return taken(file)
}
