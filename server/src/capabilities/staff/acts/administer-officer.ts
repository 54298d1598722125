/** What the system administration does with accounts: move, link, disable, enable, reset. It gives no role, and takes those of other administrations only with the account. */
import { nextState, statesTaking } from '@xlb/shared/platform/states.ts'
import { staffTable, type StaffEvent, type StaffState } from '@xlb/shared/staff/states.ts'
import type { StaffCtx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { isAdministration } from '../domain/grants.ts'
import { levelOfUnit } from '../units.ts'
import { changeOfficer, officerById, refuseStale, type OfficerChange } from './change-officer.ts'
import { knownPersonIdOf, refusePersonWithAccount, type Invited } from './create-officer.ts'
import { newInvitationOf } from './invite.ts'

function stateAfter(officer: OfficerRow, event: StaffEvent): StaffState {
  const next = nextState(staffTable, officer.state, event)
  if (next === null) throw new AppError('staff-state-refused')
  return next
}

/** Roles at the old unit end there; those at other units stay. */
export async function moveOfficer(
  ctx: StaffCtx,
  staffId: string,
  { unitCode, stamp }: { unitCode: string; stamp: number },
): Promise<OfficerRow> {
  return await changeOfficer(ctx, staffId, async (officer) => {
    refuseStale(officer, stamp)
    await levelOfUnit(ctx, unitCode)
    if (officer.unitCode === unitCode) return null
    const held = officer.held.filter((one) => one.unitCode !== officer.unitCode)
    const note = { from: officer.unitCode, to: unitCode, rolesEnded: officer.held.length - held.length }
    return { set: { unitCode, held }, holdsThen: held, deed: { act: 'staff.move', note } }
  })
}

export async function disableOfficer(ctx: StaffCtx, staffId: string): Promise<OfficerRow> {
  return await changeOfficer(ctx, staffId, (officer) => changeOfState(officer, 'disable', {}))
}

/** Without a password there is nothing to open: a reset brings a new invitation. Roles of an administration are given anew, by two. */
export async function enableOfficer(ctx: StaffCtx, staffId: string): Promise<OfficerRow> {
  return await changeOfficer(ctx, staffId, (officer) => {
    stateAfter(officer, 'enable')
    const held = officer.held.filter((one) => !isAdministration(one))
    return changeOfState(officer, officer.passwordHash === null ? 'reset' : 'enable', {
      held,
      tries: 0,
      lockedUntil: 0,
    })
  })
}

function changeOfState(officer: OfficerRow, event: StaffEvent, set: Partial<OfficerRow>): OfficerChange {
  const state = stateAfter(officer, event)
  const holdsThen = state === 'ACTIVE' ? (set.held ?? officer.held) : []
  return { state, set, holdsThen, deed: { act: `staff.${event}`, note: { from: officer.state, to: state } } }
}

/**
 * Password and second factor are gone, the new invitation works once. Roles of an administration go too: whoever resets an account sees its
 * invitation, and must not become the security administrator by it.
 */
export async function resetOfficer(ctx: StaffCtx, staffId: string): Promise<Invited> {
  const invitation = await newInvitationOf(ctx)
  const officer = await changeOfficer(ctx, staffId, (row) => {
    const held = row.held.filter((one) => !isAdministration(one))
    const gone = { passwordHash: null, passwordChangedAt: null, lastStep: 0, recovery: [], tries: 0, lockedUntil: 0 }
    const change = changeOfState(row, 'reset', { ...gone, held, invitation: invitation.stored })
    return { ...change, unset: ['totpSealed', 'totpBlind', 'totpKid'] }
  })
  return { officer, invitation }
}

/** Once: whose account it is does not change hands. */
export async function linkOfficer(ctx: StaffCtx, staffId: string, idNo: string): Promise<OfficerRow> {
  const personId = await knownPersonIdOf(ctx, idNo)
  const officer = await officerById(ctx, staffId)
  if (officer._id === ctx.staff.staffId) throw new AppError('own-role')
  if (officer.personId === personId) return officer
  if (officer.personId !== null) throw new AppError('staff-state-refused')
  await refusePersonWithAccount(ctx, personId)
  try {
    const moved = await moveRecord(
      ctx,
      officers,
      officer,
      { set: { personId } },
      { act: 'staff.link', note: { personId } },
    )
    if (moved === null) throw new AppError('changed-meanwhile')
    return moved
  } catch (error) {
    throw isDuplicateKey(error) ? new AppError('person-has-account') : error
  }
}

/** Whether an officer's account may take an event, for the view's `can`. */
export function takes(officer: OfficerRow, event: StaffEvent): boolean {
  return statesTaking(staffTable, event).includes(officer.state)
}
