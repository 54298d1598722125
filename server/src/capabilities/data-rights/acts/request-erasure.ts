import type { Capability, Erased } from '#platform/capability.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { alwaysKept, erasurePartWords } from '@xlb/shared/data-rights/messages.zh-CN.ts'
import { erasures, type ErasureRow } from '../data/erasures.ts'
import { graceDays } from '../settings.ts'

const DAY_MS = 86_400_000

/** What is in the way of a deletion, over all capabilities. */
export async function blocksOf(
  ctx: Ctx,
  capabilities: readonly Capability[],
  personId: string,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const { personalData } of capabilities) found.push(...((await personalData?.blocks?.(ctx, personId)) ?? []))
  return found
}

/**
 * One open request a person: asking again answers with it.
 * @throws AppError `real-name-needed`, `erasure-blocked`
 */
export async function requestErasure(
  ctx: ResidentCtx,
  capabilities: readonly Capability[],
): Promise<Pick<ErasureRow, '_id'>> {
  const { personId, accountId } = ctx.resident
  if (personId === null) throw new AppError('real-name-needed')
  if ((await blocksOf(ctx, capabilities, personId)).length > 0) throw new AppError('erasure-blocked')
  const dueAt = ctx.clock.now() + (await settingOf(ctx, graceDays)) * DAY_MS
  const who = { _id: newId('era'), tenant: ctx.tenant, state: 'REQUESTED' as const, personId, accountId }
  const row = { ...who, requestedAt: ctx.clock.instant(), dueAt, endedAt: null, report: [] }
  const deed = { act: 'erasures.request', note: { personId }, events: [{ name: 'data-rights.erasure-requested' }] }
  try {
    return await createRecord(ctx, erasures, row, deed)
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  const open = await openErasure(ctx, personId)
  if (open === null) throw new AppError('changed-meanwhile')
  return open
}

async function openErasure(ctx: Ctx, personId: string): Promise<ErasureRow | null> {
  return await erasures.findOne(ctx, { personId, state: 'REQUESTED' })
}

/** The request under way; without one, what was last carried out for this WeChat account, so that its report can be read. */
export async function currentErasure(ctx: ResidentCtx): Promise<ErasureRow | null> {
  const { personId, accountId } = ctx.resident
  if (personId !== null) return await openErasure(ctx, personId)
  const [last] = await erasures.find(ctx, { accountId }, { sort: { requestedAt: -1, _id: -1 }, limit: 1 })
  return last?.state === 'DONE' ? last : null
}

/** Nothing under way: nothing changes. Once it is due it is being carried out. @throws AppError `changed-meanwhile` */
export async function cancelErasure(ctx: ResidentCtx): Promise<void> {
  const { personId } = ctx.resident
  const open = personId === null ? null : await openErasure(ctx, personId)
  if (open === null) return
  if (ctx.clock.now() >= open.dueAt) throw new AppError('changed-meanwhile')
  const deed = { act: 'erasures.call-back', events: [{ name: 'data-rights.erasure-cancelled' }] }
  const change = { state: 'CANCELLED' as const, set: { endedAt: ctx.clock.instant() } }
  if ((await moveRecord(ctx, erasures, open, change, deed)) === null) throw new AppError('changed-meanwhile')
}

/** What a deletion would erase and keep. */
export async function foretellErasure(
  ctx: Ctx,
  capabilities: readonly Capability[],
  personId: string | null,
): Promise<readonly Erased[]> {
  if (personId === null) return []
  const lines: Erased[] = []
  for (const capability of capabilities) lines.push(...(await foretold(ctx, capability, personId)))
  return [...lines, keptInAnyCase('audit'), keptInAnyCase('ledger')]
}

async function foretold(ctx: Ctx, { name, personalData }: Capability, personId: string): Promise<readonly Erased[]> {
  if (personalData === undefined) return []
  if (personalData.foretell !== undefined) return await personalData.foretell(ctx, personId)
  const held = Object.values(await personalData.exportOf(ctx, personId))
  const count = held.reduce<number>((sum, value) => sum + countIn(value), 0)
  const words = { what: erasurePartWords[name] ?? name, why: null, until: null }
  return count === 0 ? [] : [{ ...words, count, outcome: 'erased' }]
}

function countIn(value: unknown): number {
  if (Array.isArray(value)) return value.length
  return value === null || value === undefined ? 0 : 1
}

export function keptInAnyCase(part: keyof typeof alwaysKept, count = 1): Erased {
  return { ...alwaysKept[part], count, outcome: 'kept', until: null }
}
