/**
 * The resident in front of the counter. Promises: only with an open case, never oneself or family, and the look stands written before anything is read.
 * Whoever tries names and numbers that do not fit is stopped after ten in an hour.
 */
import type { accounts } from '@xlb/shared/accounts/contract.ts'
import type { OutputOf } from '@xlb/shared/platform/endpoint.ts'
import { refuseOwnMatter } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { refusedLook, withLook } from '#platform/looks/looks.ts'
import { requireCase } from '../../desk/index.ts'
import { placeOf } from '../../organisations/index.ts'
import { accountRows } from '../data/accounts.ts'
import { persons, type PersonRow } from '../data/persons.ts'
import { sessionRows } from '../data/sessions.ts'
import { maskIdNo, maskName } from '../domain/mask.ts'
import { findByDocument } from './find-person.ts'
import { readTyped } from './read-typed.ts'
import { giveBackTurn, takeTurn } from './take-turn.ts'

type CounterPerson = OutputOf<typeof accounts.counterFindPerson>

const MISSES = [
  { most: 10, ms: 3_600_000 },
  { most: 30, ms: 86_400_000 },
]
const FIELDS = ['masked-name', 'masked-id-no', 'village', 'verified', 'accounts', 'sessions'] as const
/** Counted no further. */
const MOST_COUNTED = 99

export async function counterFindPerson(
  ctx: StaffCtx,
  asked: { caseNo: string; name: string; idNo: string },
): Promise<CounterPerson> {
  const { name, idNo } = readTyped(ctx, asked)
  await requireCase(ctx, asked.caseNo, null)
  const person = await personNamed(ctx, name, idNo)
  const look = { personId: person._id, purpose: 'counter-find-person', fields: FIELDS, caseNo: asked.caseNo }
  try {
    await refuseOwnMatter(ctx, [person._id])
    await requireCase(ctx, asked.caseNo, person._id)
  } catch (error) {
    if (error instanceof AppError) await refusedLook(ctx, look)
    throw error
  }
  return await withLook(ctx, look, () => presentPerson(ctx, person))
}

/** A number of somebody with another name and one of nobody are the same miss. */
async function personNamed(ctx: StaffCtx, name: string, idNo: string): Promise<PersonRow> {
  const turn = { kind: 'counter-find.staff', keys: [ctx.staff.staffId], limits: MISSES }
  const taken = await takeTurn(ctx, ctx.clock.now(), { ...turn, code: 'too-many-requests' })
  const person = await findByDocument(ctx, { kind: 'id-card', number: idNo })
  if (person?.name !== name) throw new AppError('person-unknown')
  await giveBackTurn(ctx, taken)
  return person
}

async function presentPerson(ctx: StaffCtx, person: PersonRow): Promise<CounterPerson> {
  const { _id: personId, name, idNoSealed, verified, villageCode } = person
  const open = { personId, endedAt: null, until: { $gt: ctx.clock.now() } }
  const [accounts, openSessions, place] = await Promise.all([
    accountRows.countUpTo(ctx, { personId }, MOST_COUNTED),
    sessionRows.countUpTo(ctx, open, MOST_COUNTED),
    placeOf(ctx, villageCode),
  ])
  return {
    id: personId,
    name: maskName(name),
    idNo: idNoSealed === undefined ? null : maskIdNo(openSealed(persons, person, 'idNo', idNoSealed)),
    village: villageCode === ctx.tenant ? null : place.village,
    verified,
    accounts,
    openSessions,
  }
}
