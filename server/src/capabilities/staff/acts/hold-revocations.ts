/**
 * What was taken from officers stays taken after a restore. The worker notes each change in the ledger outside the database; a backup that is older than
 * a change gives its officer no more than was left then. What was given since is given anew by those who may.
 */
import { nextState } from '@xlb/shared/platform/states.ts'
import { staffTable } from '@xlb/shared/staff/states.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { tellUnreadable, type Ledger } from '#platform/audit/outside-ledger.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { appendToStaffLedger, readStaffLedger, type StaffLine } from '../data/staff-ledger.ts'
import { sameGrant } from '../domain/grants.ts'

/** As the officer stands when the event arrives: a later change brings its own line. */
export async function noteOfficer(ctx: Ctx, ledger: Ledger, staffId: string): Promise<void> {
  const officer = await officers.findOne(ctx, { _id: staffId })
  if (officer === null) return
  const { tenant, version, state } = officer
  const held = officer.held.map(({ role, unitCode }) => ({ role, unitCode }))
  appendToStaffLedger(ledger, { tenant, staffId, version, state, held, at: ctx.clock.instant() })
}

/** Answers how many accounts were closed again, and how many lost roles again. `backupAt`: the moment that the rows show. Bears repetition. */
export async function holdRevocations(
  ctx: Ctx,
  ledger: Ledger,
  backupAt: string,
): Promise<Readonly<Record<string, number>>> {
  const { lines, unreadable } = readStaffLedger(ledger)
  const mine = lines.filter((line) => line.tenant === ctx.tenant && line.at >= backupAt)
  let [closed, reduced] = [0, 0]
  for (const staffId of new Set(mine.map((line) => line.staffId))) {
    const officer = await officers.findOne(ctx, { _id: staffId })
    const missed = mine.filter((line) => line.staffId === staffId && line.version > (officer?.version ?? Infinity))
    if (officer === null || missed.length === 0) continue
    const done = await holdOfficer(ctx, officer, missed)
    if (done === 'closed') closed += 1
    if (done === 'reduced') reduced += 1
  }
  return {
    'officers closed again': closed,
    'officers with roles taken again': reduced,
    ...tellUnreadable('staff', unreadable),
  }
}

/** One who got a new password since stays out as well: the old one, perhaps known to others, would open the door again. */
const staysOut = (missed: readonly StaffLine[]): boolean =>
  missed.at(-1)?.state === 'DISABLED' || missed.some(({ state }) => state === 'INVITED')

async function holdOfficer(
  ctx: Ctx,
  officer: OfficerRow,
  missed: readonly StaffLine[],
): Promise<'closed' | 'reduced' | null> {
  const kept = missed.at(-1)?.held ?? []
  const left = officer.held.filter((one) => kept.some((grant) => sameGrant(grant, one)))
  const state = staysOut(missed) ? nextState(staffTable, officer.state, 'disable') : null
  const taken = officer.held.length - left.length
  if (state === null && taken === 0) return null
  const change = { ...(state === null ? {} : { state }), set: { held: left, stamp: officer.stamp + 1 } }
  await moveRecord(ctx, officers, officer, change, {
    act: 'staff.hold-revocations',
    note: { from: officer.state, to: state ?? officer.state, rolesEnded: taken },
  })
  return state === null ? 'reduced' : 'closed'
}
