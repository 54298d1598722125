/**
 * A parent adds a child: the register is asked about the child's name first, then about the guardianship. Promises: nothing is stored of a child whom the
 * register does not prove, and a guardian's misses are counted before the register is asked. Two at once make one record.
 */
import type { GuardianRelation } from '@xlb/shared/families/contract.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import {
  checkGuardianship,
  checkRealName,
  ensurePerson,
  findPersonByIdNo,
  maskName,
  personById,
} from '../../accounts/index.ts'
import { consentStands } from '../../data-rights/index.ts'
import { giveAskBack, takeAsk } from '../data/asks.ts'
import type { GuardianshipRow } from '../data/guardianships.ts'
import { openGuardianship } from '../data/read-guardianships.ts'
import { missesADay } from '../settings.ts'
import { judgeRow } from './judge-right.ts'
import { createGuardianship, daysOf, endGuardianship, NOTHING_YET, proveGuardianship } from './keep-guardianship.ts'
import { readChild, type ReadChild, type TypedChild } from './read-child.ts'

export interface Adding {
  readonly guardianPersonId: string
  readonly child: ReadChild
}

/** @throws AppError in the order in which a person can mend it */
export async function admitAdding(ctx: ResidentCtx, typed: TypedChild): Promise<Adding> {
  const child = readChild(ctx, typed, 'body')
  const { personId } = ctx.resident
  if (personId === null) throw new AppError('real-name-needed')
  if (!(await consentStands(ctx, ctx.resident, 'child-data'))) throw new AppError('consent-needed')
  return { guardianPersonId: personId, child }
}

/** Answers the guardianship's id. */
export async function addChild(
  ctx: Ctx,
  { guardianPersonId, child }: Adding,
  relation: GuardianRelation,
): Promise<string> {
  const known = await findPersonByIdNo(ctx, child.idNo)
  if (known?.id === guardianPersonId) throw new AppError('own-child-only')
  const open = known === null ? null : await openGuardianship(ctx, guardianPersonId, known.id)
  if (open !== null && judgeRow(open, dayOf(ctx.clock.now())).stands && known?.name === child.name) return open._id
  const proven = await askRegister(ctx, guardianPersonId, child)
  return await keep(ctx, { guardianPersonId, child, ...proven, relation: proven.relation ?? relation })
}

interface Proven {
  readonly relation: GuardianRelation | null
  readonly since: string
  readonly until: string | null
}

async function askRegister(ctx: Ctx, guardianPersonId: string, child: ReadChild): Promise<Proven> {
  const day = dayOf(ctx.clock.now())
  if (!(await takeAsk(ctx, guardianPersonId, day, await settingOf(ctx, missesADay))))
    throw new AppError('guardianship-limit')
  try {
    const proven = await proofOf(ctx, guardianPersonId, child)
    await giveAskBack(ctx, guardianPersonId, day)
    return proven
  } catch (error) {
    const miss = error instanceof AppError && error.status < 500
    if (!miss) await giveAskBack(ctx, guardianPersonId, day)
    throw error
  }
}

async function proofOf(ctx: Ctx, guardianPersonId: string, { name, idNo, birthday }: ReadChild): Promise<Proven> {
  const named = await checkRealName(ctx, { name, idNo })
  if (named.result === 'unreachable') throw new AppError('bureau-unreachable')
  if (named.result !== 'match') throw new AppError('child-mismatch')
  const told = await checkGuardianship(ctx, { guardianPersonId, childIdNo: idNo })
  if (told.result === 'unreachable') throw new AppError('bureau-unreachable')
  if (told.result !== 'proven') throw new AppError('guardianship-unknown')
  return { relation: told.relation, since: told.since ?? birthday, until: told.until }
}

interface Keeping extends Adding {
  readonly relation: GuardianRelation
  readonly since: string
  readonly until: string | null
}

/** The child gets a record of its own in the guardian's village. */
async function keep(ctx: Ctx, { guardianPersonId, child, relation, since, until }: Keeping): Promise<string> {
  const guardian = await personById(ctx, guardianPersonId)
  if (guardian === null) throw new AppError('real-name-needed')
  const { name, idNo, birthday } = child
  const { villageCode } = guardian
  const person = await ensurePerson(ctx, { name, idNo, birthday, villageCode, verified: 'source' })
  const shown = { guardianMasked: maskName(guardian.name), childMasked: maskName(person.name) }
  const right = { relation, since, proof: 'source' as const, ...shown, ...daysOf(birthday, until) }
  const whose = { guardianPersonId, childPersonId: person.id, childKey: person.id, createdAt: ctx.clock.instant() }
  const fresh = { _id: newId('gua'), tenant: ctx.tenant, state: 'ACTIVE' as const, open: true, ...NOTHING_YET }
  const made = await createGuardianship(ctx, { ...fresh, ...whose, ...right })
  if (made !== null) return made._id
  return await besideOpen(ctx, { ...fresh, ...whose, ...right })
}

/**
 * An open one of the two stands already: it was made a moment ago, waits for a second officer (the register is proof enough), or is one whose day
 * has come and which no job has written down yet.
 */
async function besideOpen(ctx: Ctx, fresh: Parameters<typeof createGuardianship>[1]): Promise<string> {
  const { guardianPersonId, childKey } = fresh
  const open = await openGuardianship(ctx, guardianPersonId, childKey)
  if (open === null) throw new AppError('changed-meanwhile')
  if (open.state === 'PROPOSED') return await settleProposed(ctx, open, fresh)
  const { stands, reason } = judgeRow(open, dayOf(ctx.clock.now()))
  if (stands || reason === null || reason === 'not-yet') return open._id
  await endGuardianship(ctx, open, reason)
  const made = await createGuardianship(ctx, fresh)
  if (made === null) throw new AppError('changed-meanwhile')
  return made._id
}

async function settleProposed(
  ctx: Ctx,
  open: GuardianshipRow,
  fresh: Parameters<typeof createGuardianship>[1],
): Promise<string> {
  const { relation, since, until, proof, guardianMasked, childMasked, childPersonId } = fresh
  const { childBirthday, endsOn, turns14, turns18 } = fresh
  const right = { relation, since, until, proof, childBirthday, endsOn, turns14, turns18 }
  const proven = await proveGuardianship(ctx, open, { ...right, guardianMasked, childMasked, childPersonId })
  if (proven === null) throw new AppError('changed-meanwhile')
  return proven._id
}
