/**
 * Our doses told to the registry. Promises: each number is queued once and told until somebody knows what became of it, however many days the registry is away;
 * "unreachable" means nobody knows, so the same number goes again. What is refused raises an alarm and is not sent again.
 */
import { nextState } from '@xlb/shared/platform/states.ts'
import { reportTable, type ReportState } from '@xlb/shared/vaccines/states.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { Ctx } from '#platform/context.ts'
import { firstVersion, moveRecord } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { idNumberOf } from '../../accounts/index.ts'
import { dossiers, type DossierRow } from '../data/dossiers.ts'
import { reports, type ReportRow } from '../data/reports.ts'
import { sites } from '../data/sites.ts'
import { isOurs } from '../domain/merge-doses.ts'
import { registry, type ReportOutcome } from '../providers/registry.ts'

const AT_ONCE = 100
const FIRST_MS = 30_000
const LONGEST_MS = 3_600_000

/** Bears repetition: the number is the key. */
export async function queueReport(ctx: Ctx, dossierId: string, reportNo: string): Promise<void> {
  const row = firstVersion<ReportRow>(
    ctx,
    reports,
    {
      ...{ _id: newId('vrp'), tenant: ctx.tenant, state: reportTable.initial, reportNo, dossierId },
      ...{ nextTryAt: ctx.clock.now(), tries: 0, at: ctx.clock.instant(), endedAt: null },
    },
    { act: 'vaccines.queue-report', note: { reportNo } },
  )
  await reports.insertOrGet(ctx, { reportNo }, row)
}

/** The job. A registry that cannot be reached ends the round: what is left is as due in the next one. */
export async function reportDoses(ctx: Ctx): Promise<void> {
  const due = { state: 'QUEUED' as const, nextTryAt: { $lte: ctx.clock.now() } }
  for (const row of await reports.find(ctx, due, { sort: { nextTryAt: 1 }, limit: AT_ONCE }))
    if ((await reportOne(ctx, row)) === 'unreachable') return
}

async function reportOne(ctx: Ctx, row: ReportRow): Promise<ReportOutcome | 'superseded'> {
  const outcome = await tell(ctx, row)
  if (outcome === 'unreachable') await later(ctx, row)
  else await end(ctx, row, outcome)
  return outcome
}

/** `superseded`: it was corrected, and goes under another number. */
async function tell(ctx: Ctx, { dossierId, reportNo }: ReportRow): Promise<ReportOutcome | 'superseded'> {
  const dossier = await dossiers.findOne(ctx, { _id: dossierId })
  const dose = dossier?.doses.filter(isOurs).find((one) => one.ours.reportNo === reportNo)
  if (dossier === null || dose === undefined) return isOlder(dossier, reportNo) ? 'superseded' : 'refused'
  const site = await sites.findOne(ctx, { _id: dose.ours.siteId })
  const idNo = await idNumberOf(ctx, dossier.personId)
  if (site === null || idNo === null) return 'refused'
  const { product, day, lot } = dose
  const where = { siteName: site.name, siteCode: site.unitCode }
  const replaces = [...new Set(dose.ours.was.map((one) => one.reportNo))].filter((one) => one !== reportNo)
  return await ctx.port(registry).report({ reportNo, idNo, product, day, lot: lot ?? '', ...where, replaces })
}

const isOlder = (dossier: DossierRow | null, reportNo: string): boolean =>
  dossier?.doses.some(({ ours }) => ours?.was.some((one) => one.reportNo === reportNo) === true) === true

/** 30 s, 1 min, 2 min … an hour. */
async function later(ctx: Ctx, row: ReportRow): Promise<void> {
  const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(row.tries, 10))
  const set = { tries: row.tries + 1, nextTryAt: ctx.clock.now() + waitMs }
  await moveRecord(ctx, reports, row, { set }, { act: 'vaccines.report-later', note: { tries: set.tries } })
}

const EVENTS = {
  accepted: 'accept',
  'duplicate-report': 'accept',
  'same-dose': 'same',
  refused: 'refuse',
  superseded: 'supersede',
} as const

async function end(ctx: Ctx, row: ReportRow, outcome: keyof typeof EVENTS): Promise<void> {
  if (outcome === 'refused') {
    const data = { reportNo: row.reportNo, dossier: row.dossierId }
    await raiseAlarm(ctx, { kind: 'dose-report-refused', recordId: row._id, data })
  }
  const state: ReportState | null = nextState(reportTable, row.state, EVENTS[outcome])
  if (state === null) return
  const set = { nextTryAt: null, endedAt: ctx.clock.instant() }
  const note = { reportNo: row.reportNo, outcome }
  await moveRecord(ctx, reports, row, { state, set }, { act: 'vaccines.report', note })
}
