/**
 * Idempotency keys: one row for (county, actor, endpoint, key). It keeps what the request was (a MAC: a plain hash of an ID number could be tried out) and which record it made, never
 * the answer: a replay is presented afresh to whoever may still see it. Kept 14 days (retention). A run that died is taken over after
 * its lease.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '../context.ts'
import { keyring } from '../crypto/key-file.ts'
import { macMatches, macOf } from '../crypto/keys.ts'
import { defineCollection, type Row } from '../db/collection.ts'
import { isDuplicateKey } from '../db/proof.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'

interface IdempotencyRow extends Row {
  readonly actor: string
  readonly endpoint: string
  readonly key: string
  readonly bodyHash: string
  readonly state: 'RUNNING' | 'DONE'
  /** Whose run this is: a late finisher of a taken-over run is refused. */
  readonly run: string
  readonly runningUntil: number
  readonly recordId: string | null
  readonly expireAt: Date
}

const KEPT_MS = 14 * 86_400_000
const LEASE_MS = 30_000
const WAIT_MS = 2_000
const STEP_MS = 100

export const idempotencyKeys = defineCollection<IdempotencyRow>({
  name: 'idempotencyKeys',
  fields: {
    actor: String,
    endpoint: String,
    key: String,
    bodyHash: String,
    state: String,
    run: String,
    runningUntil: Number,
    recordId: String,
    expireAt: Date,
  },
  indexes: [
    { name: 'key', fields: { tenant: 1, actor: 1, endpoint: 1, key: 1 }, unique: true },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
})

export interface Attempt {
  readonly endpoint: string
  readonly key: string
  readonly input: unknown
}

/** Runs `act` once for a key; a repeat gets the record of the first run. */
export async function runOnce(ctx: Ctx, attempt: Attempt, act: () => Promise<string>): Promise<string> {
  const begun = await begin(ctx, attempt)
  if (begun.recordId !== null) return begun.recordId
  try {
    const recordId = await act()
    await idempotencyKeys.update(ctx, { _id: begun.id, run: begun.run }, { $set: { state: 'DONE', recordId } })
    return recordId
  } catch (error) {
    // An act that refused left nothing behind; the key is free for the next try.
    await idempotencyKeys.removeOne(ctx, { _id: begun.id, run: begun.run })
    throw error
  }
}

interface Begun {
  readonly id: string
  readonly run: string
  readonly recordId: string | null
}

async function begin(ctx: Ctx, attempt: Attempt): Promise<Begun> {
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`
  const bodyHash = macOf(keyring().keys().pendingKeys, attempt.input)
  const row: IdempotencyRow = {
    _id: newId('pnd'),
    tenant: ctx.tenant,
    actor,
    endpoint: attempt.endpoint,
    key: attempt.key,
    bodyHash,
    state: 'RUNNING',
    run: newId('pnd'),
    runningUntil: ctx.clock.now() + LEASE_MS,
    recordId: null,
    expireAt: new Date(ctx.clock.now() + KEPT_MS),
  }
  try {
    await idempotencyKeys.insert(ctx, row)
    return { id: row._id, run: row.run, recordId: null }
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  return await waitForFirst(ctx, { actor, endpoint: attempt.endpoint, key: attempt.key }, attempt.input)
}

async function waitForFirst(
  ctx: Ctx,
  at: { actor: string; endpoint: string; key: string },
  input: unknown,
): Promise<Begun> {
  for (let waited = 0; waited <= WAIT_MS; waited += STEP_MS) {
    const first = await idempotencyKeys.findOne(ctx, at)
    if (first === null) throw new AppError('still-running', { seconds: 1 }) // the first run refused and freed the key: a retry starts afresh
    if (!macMatches(keyring().keys().pendingKeys, input, first.bodyHash)) throw new AppError('idempotency-key-reused')
    if (first.state === 'DONE') return { id: first._id, run: first.run, recordId: first.recordId }
    const taken = first.runningUntil <= ctx.clock.now() ? await takeOver(ctx, first) : null
    if (taken !== null) return taken
    await sleep(STEP_MS)
  }
  throw new AppError('still-running', { seconds: 2 })
}

async function takeOver(ctx: Ctx, dead: IdempotencyRow): Promise<Begun | null> {
  const run = newId('pnd')
  const taken = await idempotencyKeys.update(
    ctx,
    { _id: dead._id, run: dead.run, state: 'RUNNING' },
    { $set: { run, runningUntil: ctx.clock.now() + LEASE_MS } },
  )
  return taken === null ? null : { id: taken._id, run, recordId: null }
}
