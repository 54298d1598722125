/**
 * Writes down what the door did: ACTIVE → LOCKED while it is shut, back when the time is over. The door itself asks for the time only, so that a
 * refused try costs the same whether the name exists or not.
 */
import type { Job } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import { moveRecord } from '#platform/db/record.ts'
import { officers, type OfficerRow } from '../data/officers.ts'

const BATCH = 200

async function settleLocks(ctx: Ctx): Promise<void> {
  const shut = { lockedUntil: { $gt: 0 } }
  for (const officer of await officers.find(ctx, shut, { sort: { lockedUntil: 1 }, limit: BATCH }))
    await settle(ctx, officer)
}

async function settle(ctx: Ctx, officer: OfficerRow): Promise<void> {
  const locked = officer.lockedUntil > ctx.clock.now()
  if (locked && officer.state === 'ACTIVE') {
    const deed = { act: 'staff.lock', note: { from: 'ACTIVE', to: 'LOCKED', tries: officer.tries } }
    if ((await moveRecord(ctx, officers, officer, { state: 'LOCKED' }, deed)) === null) return
    await raiseAlarm(ctx, { kind: 'staff-locked', recordId: officer._id })
  }
  if (locked) return
  if (officer.state === 'LOCKED') {
    const deed = { act: 'staff.unlock', note: { from: 'LOCKED', to: 'ACTIVE' } }
    await moveRecord(ctx, officers, officer, { state: 'ACTIVE' }, deed)
  }
  const over = { _id: officer._id, state: { $ne: 'LOCKED' as const }, lockedUntil: officer.lockedUntil }
  await officers.update(ctx, over, { $set: { lockedUntil: 0 } })
}

export const staffJobs: readonly Job[] = [
  { name: 'settle-staff-locks', every: '1 minute', wakeOn: ['staff'], run: settleLocks },
]
