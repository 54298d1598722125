/**
 * "Payments of the day": what waits at 01:00 goes out in one file, whose bytes are kept before they are sent. A file that the company may or may
 * not have is sent again as it is, under its name; what arrives later waits for the next night.
 */
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { WorldError } from '#platform/wechat/fetch-json.ts'
import { postings } from '../data/postings.ts'
import { utilityFileRows, type UtilityFileRow } from '../data/utility-files.ts'
import { handInBefore, paymentsFile } from '../domain/power-records.ts'
import type { CompanyHttp } from './company-http.ts'
import { sha256Of } from './sha256.ts'

const MOST_LINES = 5_000
const MOST_FILES = 20

export async function handInPayments(ctx: Ctx, http: CompanyHttp): Promise<void> {
  const { at, day } = handInBefore(ctx.clock.now())
  const waiting = await utilityFileRows.find(ctx, { state: 'WRITTEN' }, { sort: { day: 1 }, limit: MOST_FILES })
  for (const file of waiting) await sendFile(ctx, http, file)
  // Each round takes out of the queue what it writes down.
  for (let seq = 1; seq <= MOST_FILES; seq += 1) {
    const written = await writeFile(ctx, { day, at, seq })
    if (written === null) return
    if (written.state === 'WRITTEN') await sendFile(ctx, http, written)
  }
}

async function writeFile(ctx: Ctx, slot: { day: string; at: number; seq: number }): Promise<UtilityFileRow | null> {
  const queued = await postings.find(
    ctx,
    { utility: 'electricity', state: 'QUEUED', queuedAt: { $lt: new Date(slot.at).toISOString() } },
    { sort: { queuedAt: 1, _id: 1 }, limit: MOST_LINES },
  )
  if (queued.length === 0) return null
  const madeAt = `${new Date(slot.at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
  const { name, text } = paymentsFile({ tenant: ctx.tenant, day: slot.day, seq: slot.seq, madeAt }, queued)
  const row: UtilityFileRow = {
    ...{ _id: newId('pnd'), tenant: ctx.tenant, utility: 'electricity', name, kind: 'payments', day: slot.day },
    ...{ sha256: sha256Of(text), state: 'WRITTEN', problem: null, text, at: ctx.clock.instant() },
    postingNos: queued.map(({ postingNo }) => postingNo),
  }
  const { row: standing } = await utilityFileRows.insertOrGet(ctx, { utility: 'electricity', name }, row)
  await markHandedIn(ctx, standing)
  return standing
}

/** The file that stands decides which postings went out in it, also after a crash between the two. */
async function markHandedIn(ctx: Ctx, { name, postingNos }: UtilityFileRow): Promise<void> {
  await postings.bulk(
    ctx,
    postingNos.map((postingNo) => ({
      filter: { postingNo, state: 'QUEUED' },
      update: { $set: { state: 'ASKED', file: name } },
    })),
  )
}

async function sendFile(ctx: Ctx, http: CompanyHttp, file: UtilityFileRow): Promise<void> {
  await markHandedIn(ctx, file)
  const { name, text, sha256 } = file
  try {
    const answer = await http.send('/files', text ?? '', { 'x-file-name': name, 'x-file-sha256': sha256 })
    if (answer.status === 202)
      await utilityFileRows.update(ctx, { _id: file._id }, { $set: { state: 'HANDED', text: null } })
    else if (answer.status < 500) await alarmed(ctx, name, answer.status)
  } catch (error) {
    // Sent again with the next run of the job.
    if (!(error instanceof WorldError)) throw error
  }
}

async function alarmed(ctx: Ctx, name: string, status: number): Promise<void> {
  const data = { problem: `handed-in-${String(status)}` }
  await raiseAlarm(ctx, { kind: 'utility-file-broken', recordId: name, data })
}
