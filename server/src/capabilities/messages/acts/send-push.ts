/**
 * One push, one try: SENDING is written before the call, the credit is taken once when it arrived or may have, and a process that dies in between leaves
 * a row whose lease ends as UNKNOWN: never sent again.
 */
import { deliveryTable, type DeliveryEvent } from '@xlb/shared/messages/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Ctx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { credits, type CreditRow } from '../data/credits.ts'
import { pushes, type PushRow } from '../data/pushes.ts'
import { isStale, triedAgainAt } from '../domain/push-times.ts'
import { fillTemplate } from '../domain/value-rules.ts'
import { phoneHolder } from '../providers/phone-holder.ts'
import { subscribeMessages, type SendAnswer } from '../providers/subscribe-message.ts'
import { emptyCredit } from './report-subscription.ts'

/** Longer than the call's deadline and a token's before it. */
const LEASE_MS = 60_000
const LANE_MS = 2_000
const TAKEN_KEPT = 20

export async function sendPush(ctx: Ctx, row: PushRow): Promise<void> {
  if (row.state === 'SENDING') {
    await endUnknown(ctx, row)
    return
  }
  const template = ctx.port(subscribeMessages).template(row.topic)
  if (template === null || isStale(row.at, ctx.clock.now())) {
    await move(ctx, row, 'failed')
    return
  }
  const filled = fillTemplate(template.fields, row.values)
  if ('unfit' in filled) {
    ctx.log.error({ push: row._id, key: filled.unfit }, 'a value does not fit its template')
    await move(ctx, row, 'failed')
    return
  }
  const credit = await creditOf(ctx, row, template.id)
  if (credit === null) {
    await move(ctx, row, 'noCredit')
    return
  }
  const sending = await begin(ctx, row, credit.openid)
  if (sending === null) return
  crashPoint('push-before-send')
  const { openid } = credit
  const message = { openid, templateId: template.id, page: row.page, data: filled.data }
  await record(ctx, sending, credit, await ctx.port(subscribeMessages).send(message))
}

/** The person's own phone that allowed one more; a phone that acts for somebody else by now is forgotten. */
async function creditOf(ctx: Ctx, { personId }: PushRow, templateId: string): Promise<CreditRow | null> {
  for (const credit of await credits.find(ctx, { personId, templateId })) {
    if (credit.left < 1) continue
    if ((await ctx.port(phoneHolder).personOf(ctx, credit.openid)) === personId) return credit
    await credits.removeOne(ctx, { _id: credit._id, personId })
  }
  return null
}

/** null: somebody else has it, or another message is on its way to this phone and this one waits. */
async function begin(ctx: Ctx, row: PushRow, openid: string): Promise<PushRow | null> {
  try {
    return await move(ctx, row, 'send', { openid, tries: row.tries + 1, dueAt: ctx.clock.now() + LEASE_MS })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    const { _id, state, tries } = row
    await pushes.update(ctx, { _id, state, tries }, { $set: { dueAt: ctx.clock.now() + LANE_MS } })
    return null
  }
}

async function record(ctx: Ctx, row: PushRow, credit: CreditRow, { outcome, code }: SendAnswer): Promise<void> {
  if (outcome === 'accepted' || outcome === 'unknown') await takeCredit(ctx, credit, row._id)
  if (outcome === 'noCredit' || outcome === 'refused') await emptyCredit(ctx, credit)
  if (outcome === 'failed') ctx.log.error({ push: row._id, code }, 'WeChat refused a message for good')
  crashPoint('push-before-record')
  if (outcome !== 'later') {
    await move(ctx, row, outcome)
    return
  }
  const dueAt = triedAgainAt(row.tries, ctx.clock.now())
  if (dueAt === null) await move(ctx, row, 'failed')
  else await move(ctx, row, 'later', { dueAt })
}

/** Taken again for the same push, it takes nothing. */
async function takeCredit(ctx: Ctx, { openid, templateId }: Pick<CreditRow, 'openid' | 'templateId'>, pushId: string) {
  const free = { openid, templateId, left: { $gt: 0 }, takenBy: { $ne: pushId } }
  const takenBy = { $each: [pushId], $slice: -TAKEN_KEPT }
  await credits.update(ctx, free, { $inc: { left: -1 }, $push: { takenBy } })
}

async function endUnknown(ctx: Ctx, row: PushRow): Promise<void> {
  const template = ctx.port(subscribeMessages).template(row.topic)
  if (template !== null && row.openid !== null)
    await takeCredit(ctx, { openid: row.openid, templateId: template.id }, row._id)
  await move(ctx, row, 'unknown')
}

const BATCH = 100

/** After a restore nobody knows what went out since the backup: whatever waited then is not sent any more. The inbox has it. */
export async function endWaiting(ctx: Ctx): Promise<Readonly<Record<string, number>>> {
  let ended = 0
  for (;;) {
    const rows = await pushes.find(ctx, { dueAt: { $gt: 0 } }, { sort: { dueAt: 1 }, limit: BATCH })
    for (const row of rows) {
      if (row.state === 'SENDING') await endUnknown(ctx, row)
      else await move(ctx, row, 'failed')
      ended += 1
    }
    if (rows.length < BATCH) return { 'pushes not sent any more': ended }
  }
}

/** One guarded update; null when somebody was faster. */
async function move(
  ctx: Ctx,
  { _id, state, tries }: PushRow,
  event: DeliveryEvent,
  set: Partial<Pick<PushRow, 'openid' | 'tries' | 'dueAt'>> = { dueAt: null },
): Promise<PushRow | null> {
  const next = nextState(deliveryTable, state, event)
  return next === null ? null : await pushes.update(ctx, { _id, state, tries }, { $set: { ...set, state: next } })
}
