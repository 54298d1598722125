/**
 * Home asks every capability for its part, all at once. One that fails, or takes longer than two seconds, is left out with a log line: the
 * others still help.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ResidentCtx } from '#platform/context.ts'

export interface Part<T> {
  /** Whose part it is, for the log. */
  readonly name: string
  ask(ctx: ResidentCtx): Promise<T>
}

const DEADLINE_MS = 2_000

async function inTime<T>(answer: Promise<T>, deadlineMs: number): Promise<T> {
  const done = new AbortController()
  const late = sleep(deadlineMs, undefined, { signal: done.signal }).then(() => {
    throw new Error('no answer in time')
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    done.abort()
    late.catch(() => undefined)
  }
}

export interface Collected<T> {
  readonly values: readonly T[]
  /** Every part answered. */
  readonly complete: boolean
}

export async function collect<T>(
  ctx: ResidentCtx,
  parts: readonly Part<T>[],
  deadlineMs = DEADLINE_MS,
): Promise<Collected<T>> {
  const answers = await Promise.allSettled(parts.map(async (part) => await inTime(part.ask(ctx), deadlineMs)))
  const values = answers.flatMap((answer, at) => {
    if (answer.status === 'fulfilled') return [answer.value]
    ctx.log.error(
      { err: answer.reason, part: parts[at]?.name, requestId: ctx.requestId },
      'a part of home was left out',
    )
    return []
  })
  return { values, complete: values.length === parts.length }
}
