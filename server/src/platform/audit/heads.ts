/**
 * The head of each county's chain, published once a day: a row for whoever asks this server, and a line of JSON in a file outside the database and
 * its backups, appended, never rewritten. Only the file binds whoever can write to the database.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { z } from 'zod'
import type { Ctx, Scope } from '../context.ts'
import { defineCollection, type Row } from '../db/collection.ts'
import { readTail } from './chain.ts'

const headSchema = z.object({ day: z.string(), tenant: z.string(), seq: z.number().int(), mac: z.string() })

/** What was published of a chain on a day: how many entries, and the MAC of the last. */
export type Head = z.infer<typeof headSchema>

type HeadRow = Row & Readonly<Head>

export const auditHeads = defineCollection<HeadRow>({
  name: 'auditHeads',
  fields: { day: String, seq: Number, mac: String },
  indexes: [{ name: 'day', fields: { tenant: 1, day: 1 }, unique: true }],
  audited: false,
})

/** Days whose line is written again if a crash lost it. */
const LOOK_BACK = 14

/** Once a day; a repeat changes nothing. Without a file only the row is kept. */
export async function publishHead(ctx: Ctx, file: string): Promise<void> {
  const day = dayOf(ctx.clock.now())
  if ((await keepHeadOf(ctx, day)) && file !== '') await writeMissingLines(ctx, file)
}

/** false: there is nothing to publish yet. */
async function keepHeadOf(ctx: Ctx, day: string): Promise<boolean> {
  const { seq, mac } = await readTail(ctx)
  if (seq === 0) return false
  await auditHeads.insertOrGet(ctx, { day }, { _id: `${ctx.tenant}:${day}`, tenant: ctx.tenant, day, seq, mac })
  return true
}

async function writeMissingLines(ctx: Ctx, file: string): Promise<void> {
  const days = new Set(readHeads(file).heads.flatMap((head) => (head.tenant === ctx.tenant ? [head.day] : [])))
  const missing = (await storedHeads(ctx, LOOK_BACK)).filter((head) => !days.has(head.day)).reverse()
  for (const { day, tenant, seq, mac } of missing) {
    // A line torn by a crash must not spoil this one.
    const start = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8')) ? '\n' : ''
    appendFileSync(file, `${start}${JSON.stringify({ day, tenant, seq, mac })}\n`, { flush: true })
  }
}

/** The rows, newest first. */
export async function storedHeads(scope: Scope, limit: number): Promise<Head[]> {
  return await auditHeads.find(scope, {}, { sort: { day: -1 }, limit })
}

/** The published lines, and how many lines are none. */
export function readHeads(file: string): { readonly heads: readonly Head[]; readonly unreadable: number } {
  if (file === '' || !existsSync(file)) return { heads: [], unreadable: 0 }
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  const heads = lines.flatMap((line) => readHead(line))
  return { heads, unreadable: lines.length - heads.length }
}

function readHead(line: string): Head[] {
  try {
    return [headSchema.parse(JSON.parse(line))]
  } catch {
    return []
  }
}
