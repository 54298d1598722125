/**
 * The electricity company: everything goes by files at night. Bills, accounts and results come with count, sum and hash and are refused as a whole when
 * anything in them is wrong (a right one follows under the next number); a posting waits for tomorrow's payments file and for its result.
 */
import { z } from 'zod'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { CompanyHost } from '#platform/config/config.ts'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { WorldError } from '#platform/wechat/fetch-json.ts'
import { feeds } from '../data/feeds.ts'
import { postings } from '../data/postings.ts'
import { utilityAccounts } from '../data/utility-accounts.ts'
import { utilityFileRows, utilityResults, type UtilityFileRow } from '../data/utility-files.ts'
import type { ArrivedBill } from '../domain/arrived-bill.ts'
import { readPowerFile, type PowerFileKind, type Records } from '../domain/power-file.ts'
import {
  powerAccount,
  powerBill,
  powerResult,
  resultsAfter,
  resultsReadFrom,
  type PowerResult,
} from '../domain/power-records.ts'
import { companyHttp, type CompanyHttp } from './company-http.ts'
import { handInPayments } from './power-hand-in.ts'
import { keepPosting, resultOf, settlePosting } from './posting-rows.ts'
import { sha256Of } from './sha256.ts'
import type { News, UtilityCompany } from './utility-company.ts'

const MOST_CHARACTERS = 50_000_000
const BATCH = 200
const utility = 'electricity' as const
/** Of one night: whose accounts are known, whose bills stand, and only then what became of our postings. */
const RANK: Readonly<Record<PowerFileKind, number>> = { accounts: 0, bills: 1, results: 2 }

const listSchema = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['accounts', 'bills', 'results']),
      day: z.string(),
      seq: z.number().int(),
      sha256: z.string(),
      readyAt: z.string(),
    }),
  ),
})
type Listed = z.infer<typeof listSchema>['items'][number]

/** By day, kind and number: of one kind the later file counts. */
const placeOf = (one: Listed): string => `${one.day} ${String(RANK[one.kind])} ${String(one.seq).padStart(6, '0')}`

async function newFiles(ctx: Ctx, http: CompanyHttp): Promise<Listed[]> {
  const listed = await http.get('/files', listSchema)
  if (listed === null) throw new WorldError('unreadable')
  const names = listed.items.map(({ name }) => name)
  const known = await utilityFileRows.find(ctx, { utility, name: { $in: names } }, { projection: { name: 1 } })
  const seen = new Set(known.map(({ name }) => name))
  return listed.items.filter(({ name }) => !seen.has(name)).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
}

async function remember(ctx: Ctx, file: Listed, state: 'TAKEN' | 'BROKEN', problem: string | null): Promise<void> {
  const { name, kind, day, sha256 } = file
  const row: UtilityFileRow = {
    ...{ _id: newId('pnd'), tenant: ctx.tenant, utility, name, kind, day, sha256, state, problem },
    ...{ text: null, postingNos: [], at: ctx.clock.instant() },
  }
  await utilityFileRows.insertMissing(ctx, [row])
}

/** The rows of a right file; null where it was refused, and the operator alarmed. */
async function take(ctx: Ctx, http: CompanyHttp, file: Listed): Promise<Records | null> {
  const text = await http.text(`/files/${encodeURIComponent(file.name)}`, MOST_CHARACTERS)
  const read = readPowerFile(text, sha256Of(text), { ...file, tenant: ctx.tenant })
  if ('rows' in read) return read.rows
  await remember(ctx, file, 'BROKEN', read.problem)
  await raiseAlarm(ctx, { kind: 'utility-file-broken', recordId: file.name, data: { problem: read.problem } })
  return null
}

function* batches(rows: Records): Generator<Records> {
  for (let from = 0; from < rows.length; from += BATCH) yield rows.slice(from, from + BATCH)
}

async function* newsOf(ctx: Ctx, http: CompanyHttp): AsyncGenerator<News> {
  const start = { _id: newId('pnd'), tenant: ctx.tenant, utility, cursor: '', readAt: '' }
  await feeds.insertOrGet(ctx, { utility }, start)
  const listedAt = ctx.clock.instant()
  for (const file of await newFiles(ctx, http)) {
    const rows = await take(ctx, http, file)
    if (rows === null) continue
    if (file.kind === 'results') await keepResults(ctx, rows)
    else for (const part of batches(rows)) yield { ...contentOf(file, part), done: () => Promise.resolve() }
    // Remembered when all of it stands: a crash before this reads the file once more.
    await remember(ctx, file, 'TAKEN', null)
  }
  await feeds.update(ctx, { utility }, { $set: { readAt: listedAt } })
}

function contentOf(file: Listed, rows: Records): Omit<News, 'done'> {
  if (file.kind === 'accounts') return { accounts: rows.map(powerAccount), bills: [] }
  const bills = rows.map((row) => powerBill(row, file.readyAt)).filter((one): one is ArrivedBill => one !== null)
  return { accounts: [], bills }
}

async function keepResults(ctx: Ctx, rows: Records): Promise<void> {
  for (const told of rows.map(powerResult)) {
    if (told.result !== 'REFUSED') await keepBooking(ctx, told)
    const posting = told.kind === 'PAY' ? await postings.findOne(ctx, { postingNo: told.postingNo }) : null
    if (posting === null) continue
    if (told.result === 'POSTED')
      await settlePosting(ctx, posting, { posted: told.companyRef, at: new Date(told.at).toISOString() })
    else await settlePosting(ctx, posting, { refused: told.reason === '' ? 'REFUSED' : told.reason })
  }
}

async function keepBooking(ctx: Ctx, { postingNo, kind, amountFen, companyRef, at }: PowerResult): Promise<void> {
  const booked = new Date(at).toISOString()
  const row = {
    ...{ _id: newId('pnd'), tenant: ctx.tenant, utility, postingNo, kind, companyRef },
    ...{ amount: amountFen, day: dayOf(booked), at: booked },
  }
  await utilityResults.insertMissing(ctx, [row])
}

export function createPowerCompany(host: CompanyHost, now: () => number): UtilityCompany {
  const http = companyHttp(utility, host, now)
  return {
    utility,
    name: host.name,
    async account(ctx, code) {
      const known = await utilityAccounts.findOne(ctx, { utility, code })
      return known === null ? null : { ...known, status: known.state }
    },
    news: (ctx) => newsOf(ctx, http),
    async post(ctx, request) {
      const row = await keepPosting(ctx, utility, request)
      const known = resultOf(row)
      if (known !== null) return known
      const notBefore = resultsAfter(Date.parse(row.queuedAt))
      return { retry: 'next-night', ...(notBefore > ctx.clock.now() ? { notBefore } : {}) }
    },
    handIn: (ctx) => handInPayments(ctx, http),
    async postedOn(ctx, day) {
      const feed = await feeds.findOne(ctx, { utility })
      if (feed === null || feed.readAt === '' || Date.parse(feed.readAt) < resultsReadFrom(day)) return null
      const booked = await utilityResults.find(ctx, { utility, day })
      return booked.map(({ postingNo, amount }) => ({ ref: postingNo, amount }))
    },
  }
}
