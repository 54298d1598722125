/** One process at a time works at a county's imports. The number of its lease goes into every saved position: who slept past its end is refused there. */
import { hostname } from 'node:os'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { giveBackLease, renewLease, takeLease, type Lease } from '#platform/jobs/lease.ts'

export interface Hold {
  readonly fence: number
  /** Called between batches. false: end here, the time is up or the lease went to somebody else. */
  goOn(): Promise<boolean>
}

const LEASE_MS = 60_000
/** Renewed when no more than this is left of it. */
const SPARE_MS = 40_000
/** The timetable gives a run five minutes; the next one goes on where this one ends. */
const MOST_MS = 200_000
const HOLDER = `${hostname()}:${String(process.pid)}:${newId('pnd')}`

/** Runs `work` while nobody else does; not at all when somebody does. */
export async function withHold(ctx: Ctx, name: string, work: (hold: Hold) => Promise<void>): Promise<void> {
  const begun = performance.now()
  const taken = await takeLease(ctx, { name, holder: HOLDER, ms: LEASE_MS })
  if (taken === null) return
  const state: { lease: Lease | null } = { lease: taken }
  try {
    await work({
      fence: taken.fence,
      async goOn() {
        const { lease } = state
        if (lease !== null && lease.aliveUntil - performance.now() < SPARE_MS)
          state.lease = await renewLease(lease, LEASE_MS)
        return state.lease !== null && performance.now() - begun < MOST_MS
      },
    })
  } finally {
    if (state.lease !== null) await giveBackLease(state.lease)
  }
}
