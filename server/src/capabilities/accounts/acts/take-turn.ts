/**
 * Limits that hold across processes. A turn is taken before the thing is tried, so that many tries at once are counted too, and given back where the
 * try does not count. A refusal costs one read and no write.
 */
import type { Scope } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { attempts, type AttemptsRow } from '../data/attempts.ts'
import { longestOf, standingMarks, waitFor, type Limit, type Mark } from '../domain/turns.ts'

export interface Turn {
  readonly kind: string
  readonly keys: readonly string[]
  readonly limits: readonly Limit[]
  readonly code: 'code-limit' | 'code-locked' | 'real-name-limit' | 'too-many-requests'
}

export interface Taken {
  readonly turn: Turn
  readonly mark: string
}

const MOST_TRIES = 20

/** @throws AppError the turn's code, with `seconds` until one may be taken again */
export async function takeTurn(ctx: Scope, now: number, turn: Turn): Promise<Taken> {
  const mark = newId('pnd')
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const row = await attempts.findOne(ctx, { kind: turn.kind, keys: { $in: [...turn.keys] } })
    const wait = waitFor(row?.marks ?? [], turn.limits, now)
    if (wait > 0) throw new AppError(turn.code, { seconds: Math.ceil(wait / 1000) })
    const marks = [...standingMarks(row?.marks ?? [], turn.limits, now), { mark, at: now }]
    if (await wasKept(ctx, turn, row, marks, now)) return { turn, mark }
  }
  throw new AppError('too-many-requests', { seconds: 1 })
}

async function wasKept(
  ctx: Scope,
  turn: Turn,
  row: AttemptsRow | null,
  marks: readonly Mark[],
  now: number,
): Promise<boolean> {
  const expireAt = new Date(now + longestOf(turn.limits))
  if (row !== null) {
    const at = { _id: row._id, version: row.version }
    return (await attempts.update(ctx, at, { $set: { marks, expireAt }, $inc: { version: 1 } })) !== null
  }
  const { kind, keys } = turn
  try {
    await attempts.insert(ctx, { _id: newId('pnd'), tenant: ctx.tenant, kind, keys, marks, version: 1, expireAt })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** The try did not count after all. */
export async function giveBackTurn(ctx: Scope, { turn, mark }: Taken): Promise<void> {
  const at = { kind: turn.kind, keys: { $in: [...turn.keys] } }
  await attempts.update(ctx, at, { $pull: { marks: { mark } }, $inc: { version: 1 } })
}
