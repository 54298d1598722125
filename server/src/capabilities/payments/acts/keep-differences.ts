/** Differences are opened once, and close by themselves when what was missing turns up. People resolve the others (resolve-difference.ts). */
import { differenceTable, type DifferenceKind, type Resolution } from '@xlb/shared/payments/differences.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { createRecord, moveRecord, type PlainData } from '#platform/db/record.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { newId } from '#platform/ids.ts'
import { differences, type DifferenceRow } from '../data/differences.ts'

export interface Opening {
  readonly kind: DifferenceKind
  readonly ref: string
  readonly utility: string
  readonly place: string
  readonly day: string
  readonly recordId: string | null
  readonly ours: number | null
  readonly theirs: number | null
  /** Who answers for it; the county itself unless a till's unit does. */
  readonly unitCode?: string
}

/** The difference of this kind and number: the one that stands, or a new one. A resolved one stays resolved. */
export async function openDifference(ctx: Ctx, opening: Opening): Promise<void> {
  const { kind, ref, ours, theirs } = opening
  const row = {
    _id: newId('dif'),
    tenant: ctx.tenant,
    state: 'OPEN' as const,
    unitCode: ctx.tenant,
    ...opening,
    staffId: null,
    openedAt: ctx.clock.instant(),
    endedAt: null,
    resolution: null,
  }
  if ((await differences.findOne(ctx, { kind, ref }, { projection: { _id: 1 } })) !== null) return
  try {
    await createRecord<DifferenceRow>(ctx, differences, row, {
      act: 'payments.difference-opened',
      note: { kind, ours, theirs },
    })
  } catch (error) {
    // Found twice at once: the other one's row stands.
    if (!isDuplicateKey(error)) throw error
  }
}

/** null: somebody moved it first, or it is resolved already. */
export async function moveDifference(
  ctx: Ctx,
  row: DifferenceRow,
  event: 'take' | 'vanish' | 'resolve',
  set: Partial<DifferenceRow>,
  note: PlainData = {},
): Promise<DifferenceRow | null> {
  const state = nextState(differenceTable, row.state, event)
  if (state === null) return null
  return await moveRecord(ctx, differences, row, { state, set }, { act: `payments.difference-${event}`, note })
}

export async function endDifference(
  ctx: Ctx,
  row: DifferenceRow,
  event: 'vanish' | 'resolve',
  resolution: Resolution,
): Promise<DifferenceRow | null> {
  return await moveDifference(ctx, row, event, { endedAt: ctx.clock.instant(), resolution }, { resolution })
}

const TRIES = 4

/** The money found its way: whatever stands of this kind and number ends. Ending it twice changes nothing. */
export async function settleDifference(
  ctx: Ctx,
  kind: DifferenceKind,
  ref: string,
  resolution: Resolution,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const row = await differences.findOne(ctx, { kind, ref })
    if (row === null || row.state === 'RESOLVED') return
    if ((await endDifference(ctx, row, 'vanish', resolution)) !== null) return
  }
  throw new Error('a difference kept changing while it was settled')
}
