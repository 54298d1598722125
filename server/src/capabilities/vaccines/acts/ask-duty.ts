/**
 * A nurse asks to see those who come (HARDENING.md, duties: minors' data). Promises: nobody agrees to their own asking, and what was refused, or went ahead and was not
 * agreed to, opens nothing any more.
 */
import { dayOf, daysBetween } from '@xlb/shared/platform/time.ts'
import { dutyTable, type DutyState } from '@xlb/shared/vaccines/states.ts'
import { MOST_DUTY_DAYS, type ChildReason } from '@xlb/shared/vaccines/duty-endpoints.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import { propose } from '#platform/approvals/approvals.ts'
import { refuseOwnMatter } from '#platform/authority/authority.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { createRecord, moveRecord, type PlainData } from '#platform/db/record.ts'
import { notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { duties, type DutyRow } from '../data/duties.ts'
import type { SiteRow } from '../data/sites.ts'
import { childKey, isMinor, keysOf } from '../domain/duty-keys.ts'
import { loadSite } from './plan-sessions.ts'
import { refusedField } from './refused-field.ts'
import { personOf } from './walk-in.ts'

export const DUTY = 'vaccines.duty'
export const CHILD_DUTY = 'vaccines.child-duty'

export interface DutyWish {
  readonly from: string
  readonly until: string
  readonly products: readonly string[]
  readonly emergency: boolean
}

/** Answers the duty's id. @throws AppError not-found, `out-of-scope`, `input-refused` */
export async function askDuty(ctx: StaffCtx, siteId: string, wish: DutyWish): Promise<string> {
  const { from, until, products } = wish
  const site = await loadSite(ctx, siteId)
  if (until < from || daysBetween(from, until) >= MOST_DUTY_DAYS)
    throw refusedField('body.until', `结束日期要在开始日期之后 ${String(MOST_DUTY_DAYS)} 天内。`)
  const data = { from, until, products: products.join(' ') }
  return await ask(ctx, site, {
    kind: DUTY,
    keys: keysOf(site._id, from, until, products),
    personIds: [],
    data,
    ...wish,
  })
}

export interface ChildWish {
  readonly idNo: string
  readonly reason: ChildReason
  readonly emergency: boolean
}

/** Answers the duty's id. @throws AppError not-found, `out-of-scope`, `own-matter`, `walk-in-unknown`, `input-refused` */
export async function askChildDuty(ctx: StaffCtx, siteId: string, wish: ChildWish): Promise<string> {
  const { idNo, reason } = wish
  const site = await loadSite(ctx, siteId)
  const [person, today] = [await personOf(ctx, idNo), dayOf(ctx.clock.now())]
  await refuseOwnMatter(ctx, [person.id])
  if (!isMinor(person.birthday, today)) throw refusedField('body.idNo', '这是成年人，当班时就能看，不用单独申请。')
  const keys = [childKey(person.id, today)]
  return await ask(ctx, site, { kind: CHILD_DUTY, keys, personIds: [person.id], data: { reason }, ...wish })
}

interface Asking {
  readonly kind: string
  readonly keys: readonly string[]
  readonly personIds: readonly string[]
  readonly data: PlainData
  readonly emergency: boolean
}

async function ask(ctx: StaffCtx, site: SiteRow, asking: Asking): Promise<string> {
  const { kind, keys, personIds, emergency } = asking
  const data = { ...asking.data, site: site._id }
  const row = {
    ...{
      _id: newId('vdt'),
      tenant: ctx.tenant,
      state: dutyTable.initial,
      staffId: ctx.staff.staffId,
      siteId: site._id,
    },
    ...{ keys, approvalId: null, decidedBy: null, at: ctx.clock.instant() },
  }
  const { _id: recordId } = await createRecord<DutyRow>(ctx, duties, row, { act: 'vaccines.ask-duty', note: data })
  const approval = await propose(ctx, kind, { recordId, unitCode: site.office, personIds, data, emergency })
  await noteApproval(ctx, recordId, approval._id)
  return recordId
}

/** An emergency has moved it on already. */
async function noteApproval(ctx: Ctx, dutyId: string, approvalId: string): Promise<void> {
  const row = await loadDuty(ctx, dutyId)
  if (row.approvalId === approvalId) return
  const noted = await moveRecord(ctx, duties, row, { set: { approvalId } }, { act: 'vaccines.duty-proposed' })
  if (noted === null) await noteApproval(ctx, dutyId, approvalId)
}

/** @throws AppError not-found */
export async function loadDuty(ctx: Ctx, dutyId: string): Promise<DutyRow> {
  const row = await duties.findOne(ctx, { _id: dutyId })
  if (row === null) throw notFound()
  return row
}

/** Bears repetition: the table decides. */
export async function moveDuty(
  ctx: Ctx,
  dutyId: string,
  event: 'agree' | 'refuse' | 'withdraw',
  set: Partial<DutyRow> = {},
): Promise<void> {
  const row = await loadDuty(ctx, dutyId)
  const state: DutyState | null = nextState(dutyTable, row.state, event)
  if (state === null) return
  const moved = await moveRecord(ctx, duties, row, { state, set }, { act: `vaccines.duty-${event}` })
  if (moved === null) await moveDuty(ctx, dutyId, event, set)
}
