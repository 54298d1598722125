/** What a phone answered to WeChat's prompt: each accept is one message more for whom the phone acts now. */
import type { Subscriptions } from '@xlb/shared/messages/contract.ts'
import { subscribeTopics, type SubscribeAnswer } from '@xlb/shared/messages/subscriptions.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { credits, type CreditRow } from '../data/credits.ts'
import { subscribeMessages } from '../providers/subscribe-message.ts'

export interface SubscribeResult {
  readonly templateId: string
  readonly answer: SubscribeAnswer
}

function templatesOf(ctx: Ctx) {
  const port = ctx.port(subscribeMessages)
  return subscribeTopics.flatMap((topic) => {
    const template = port.template(topic)
    return template === null ? [] : [{ topic, templateId: template.id }]
  })
}

export async function readSubscriptions(ctx: ResidentCtx): Promise<Subscriptions> {
  const { openid, personId } = ctx.resident
  const rows = await credits.find(ctx, { openid })
  const left = new Map(rows.filter((row) => row.personId === personId).map((row) => [row.templateId, row.left]))
  return { items: templatesOf(ctx).map((one) => ({ ...one, left: left.get(one.templateId) ?? 0 })) }
}

/** @throws AppError `not-found` for a template that is none of ours */
export function knownResults(ctx: Ctx, results: readonly SubscribeResult[]): readonly SubscribeResult[] {
  const ours = new Set(templatesOf(ctx).map(({ templateId }) => templateId))
  if (results.some(({ templateId }) => !ours.has(templateId))) throw notFound()
  return results
}

export async function reportSubscription(ctx: ResidentCtx, results: readonly SubscribeResult[]): Promise<void> {
  for (const { templateId, answer } of results) {
    if (answer.startsWith('accept')) await addCredit(ctx, templateId)
    else if (answer === 'ban') await emptyCredit(ctx, { openid: ctx.resident.openid, templateId })
  }
}

async function addCredit(ctx: ResidentCtx, templateId: string): Promise<void> {
  const { openid, personId } = ctx.resident
  const fresh: CreditRow = {
    ...{ _id: newId('pnd'), tenant: ctx.tenant, personId: personId ?? '', openid, templateId },
    ...{ left: 1, takenBy: [], at: ctx.clock.instant() },
  }
  const key = { openid, templateId }
  const { inserted } = await credits.insertOrGet(ctx, key, fresh)
  if (inserted) return
  const at = fresh.at
  const mine = await credits.update(ctx, { ...key, personId: fresh.personId }, { $inc: { left: 1 }, $set: { at } })
  // Somebody else had this phone: what they allowed, they allowed for themselves.
  if (mine === null) await credits.update(ctx, key, { $set: { personId: fresh.personId, left: 1, takenBy: [], at } })
}

export async function emptyCredit(
  ctx: Ctx,
  { openid, templateId }: Pick<CreditRow, 'openid' | 'templateId'>,
): Promise<void> {
  await credits.update(ctx, { openid, templateId }, { $set: { left: 0, at: ctx.clock.instant() } })
}
