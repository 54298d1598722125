/** How a guardianship comes to stand in the database and moves on; each move is one guarded update with its audit entry and its event. */
import { guardianshipTable, type GuardianshipEvent } from '@xlb/shared/families/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { guardianships, SEALED_FIELDS, type GuardianshipRow } from '../data/guardianships.ts'
import { ADULT_YEARS, birthdayAfter, OWN_VOICE_YEARS } from '@xlb/shared/platform/full-years.ts'
import { endsOn, type EndReason } from '../domain/judge-guardianship.ts'

export type FreshGuardianship = Omit<GuardianshipRow, 'version' | 'pending'>

/** What follows from birthday and date. */
export function daysOf(childBirthday: string, until: string | null) {
  return {
    until,
    childBirthday,
    endsOn: endsOn({ until, childBirthday }),
    turns14: birthdayAfter(childBirthday, OWN_VOICE_YEARS),
    turns18: birthdayAfter(childBirthday, ADULT_YEARS),
  }
}

/** Fields of a record before anything happened to it. */
export const NOTHING_YET = {
  guardianMasked: null,
  childMasked: null,
  proof: null,
  endReason: null,
  paper: null,
  caseNo: null,
  approvalId: null,
  endedBy: null,
  remainsSince: null,
} as const

const begun = { name: 'families.begun' }
const ended = { name: 'families.ended' }
const refused = { name: 'families.refused' }

/** null: an open one of the same two stands already. */
export async function createGuardianship(ctx: Ctx, row: FreshGuardianship): Promise<GuardianshipRow | null> {
  const note = { guardian: row.guardianPersonId, child: row.childPersonId, state: row.state, proof: row.proof }
  const active = row.state === 'ACTIVE'
  const deed = { act: active ? 'families.begin' : 'families.propose', note, events: active ? [begun] : [] }
  return await unlessOpen(() => createRecord(ctx, guardianships, row, deed))
}

/** PROPOSED → ACTIVE; the child's name and number as typed go. null: the record moved on, or an open one of the same two stands. */
export async function proveGuardianship(
  ctx: Ctx,
  row: GuardianshipRow,
  set: Partial<GuardianshipRow>,
): Promise<GuardianshipRow | null> {
  const state = stateAfter(row, 'prove')
  const note = { proof: set.proof ?? null, child: set.childPersonId ?? row.childPersonId }
  const deed = { act: 'families.begin', note, events: [begun] }
  return await unlessOpen(() => moveRecord(ctx, guardianships, row, { state, set, unset: SEALED_FIELDS }, deed))
}

export async function refuseGuardianship(ctx: Ctx, row: GuardianshipRow): Promise<GuardianshipRow | null> {
  const state = stateAfter(row, 'refuse')
  const set = { open: false, remainsSince: ctx.clock.instant() }
  const deed = { act: 'families.refuse', events: [refused] }
  return await moveRecord(ctx, guardianships, row, { state, set, unset: SEALED_FIELDS }, deed)
}

const EVENT_OF: Readonly<Record<Exclude<EndReason, 'not-yet'>, GuardianshipEvent>> = {
  date: 'reachDate',
  birthday: 'reachBirthday',
  revoked: 'revoke',
  corrected: 'correct',
}

/** ACTIVE → ENDED. null: somebody else moved it. `endedBy`: the approval, where it was one. */
export async function endGuardianship(
  ctx: Ctx,
  row: GuardianshipRow,
  reason: Exclude<EndReason, 'not-yet'>,
  endedBy: string | null = null,
): Promise<GuardianshipRow | null> {
  const state = stateAfter(row, EVENT_OF[reason])
  const set = { open: false, endReason: reason, endedBy, remainsSince: ctx.clock.instant() }
  const deed = { act: 'families.end', note: { reason, by: endedBy }, events: [ended] }
  return await moveRecord(ctx, guardianships, row, { state, set }, deed)
}

/** @throws AppError `changed-meanwhile` where the table refuses */
function stateAfter(row: GuardianshipRow, event: GuardianshipEvent): GuardianshipRow['state'] {
  const state = nextState(guardianshipTable, row.state, event)
  if (state === null) throw new AppError('changed-meanwhile')
  return state
}

async function unlessOpen(write: () => Promise<GuardianshipRow | null>): Promise<GuardianshipRow | null> {
  try {
    return await write()
  } catch (error) {
    if (isDuplicateKey(error)) return null
    throw error
  }
}
