/** A new account holds no role: those who make accounts give no roles, and those who give roles make no accounts. */
import { readIdNumber } from '@xlb/shared/platform/id-number.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx, Held } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { createRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { findPersonByIdNo } from '../../accounts/index.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { levelOfUnit } from '../units.ts'
import { newInvitationOf, type Invitation } from './invite.ts'

export interface NewOfficer {
  readonly username: string
  readonly displayName: string
  readonly unitCode: string
  readonly personId: string | null
  /** Only the operator's first administrators begin with a role. */
  readonly held: readonly Held[]
}

export interface Invited {
  readonly officer: OfficerRow
  readonly invitation: Invitation
}

export async function createOfficer(ctx: Ctx, fresh: NewOfficer): Promise<Invited> {
  await levelOfUnit(ctx, fresh.unitCode)
  await refusePersonWithAccount(ctx, fresh.personId)
  const invitation = await newInvitationOf(ctx)
  const row = {
    _id: newId('stf'),
    tenant: ctx.tenant,
    state: 'INVITED' as const,
    ...fresh,
    passwordHash: null,
    passwordChangedAt: null,
    lastStep: 0,
    recovery: [],
    tries: 0,
    lockedUntil: 0,
    leavingUntil: 0,
    stamp: 1,
    invitation: invitation.stored,
    createdAt: ctx.clock.instant(),
  }
  const note = { state: row.state, unitCode: fresh.unitCode, roles: fresh.held.map(({ role }) => role).join(' ') }
  try {
    return { officer: await createRecord(ctx, officers, row, { act: 'staff.create', note }), invitation }
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    await refusePersonWithAccount(ctx, fresh.personId)
    throw new AppError('username-taken')
  }
}

export async function refusePersonWithAccount(ctx: Ctx, personId: string | null): Promise<void> {
  if (personId === null) return
  // Without the type the planner would not see that the partial index holds every such row.
  const theirs = { personId: { $eq: personId, $type: 'string' as const } }
  if ((await officers.findOne(ctx, theirs, { projection: { _id: 1 } })) !== null)
    throw new AppError('person-has-account')
}

const idNoFault = (code: string): AppError =>
  new AppError('input-refused', {}, [{ path: 'body.idNo', code, message: fieldMessages[code] ?? '' }])

/** The resident with this ID number; null where the county knows none. @throws AppError `input-refused` when it is no ID number */
export async function personIdOf(ctx: Ctx, idNo: string): Promise<string | null> {
  if (!readIdNumber(idNo, dayOf(ctx.clock.now())).ok) throw idNoFault('wrong-format')
  return (await findPersonByIdNo(ctx, idNo))?.id ?? null
}

/** @throws AppError `input-refused` also when the county knows no such resident */
export async function knownPersonIdOf(ctx: Ctx, idNo: string): Promise<string> {
  const personId = await personIdOf(ctx, idNo)
  if (personId === null) throw idNoFault('not-allowed')
  return personId
}
