/**
 * A guardianship shown on paper, entered at the counter; a second officer confirms. Until then the child's name and number stand sealed in the record,
 * and nobody may act by it.
 */
import type { GuardianRelation } from '@xlb/shared/families/contract.ts'
import type { StaffCtx } from '#platform/context.ts'
import { propose } from '#platform/approvals/approvals.ts'
import { moveRecord } from '#platform/db/record.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { findPersonByIdNo, maskName, personById } from '../../accounts/index.ts'
import { guardianships, type GuardianshipRow, type Paper } from '../data/guardianships.ts'
import { waitingClaim } from '../data/read-guardianships.ts'
import { endsOn } from '../domain/judge-guardianship.ts'
import { requireCaseOfOne, unitOfMatter } from './counter-matter.ts'
import { createGuardianship, daysOf, NOTHING_YET } from './keep-guardianship.ts'
import { clearTheWay } from './put-away.ts'
import { readChild, wrong, type ReadChild, type TypedChild } from './read-child.ts'

export interface Entering {
  readonly caseNo: string
  readonly guardianId: string
  readonly child: TypedChild
  readonly relation: GuardianRelation
  readonly paper: Paper
  readonly since: string
  readonly until: string | null
}

/** Answers the guardianship's id; the proposal is found by it. */
export async function counterEnter(ctx: StaffCtx, entering: Entering): Promise<string> {
  const child = readChild(ctx, entering.child, 'body.child')
  refuseWrongDays(ctx, entering, child)
  const guardian = await personById(ctx, entering.guardianId)
  if (guardian === null) throw notFound()
  await requireCaseOfOne(ctx, entering.caseNo, [guardian.id])
  const known = await findPersonByIdNo(ctx, child.idNo)
  if (known !== null && known.name !== child.name)
    throw new AppError('input-refused', {}, [wrong('body.child.name', 'not-allowed')])
  if (known?.id === guardian.id) throw new AppError('input-refused', {}, [wrong('body.child.idNo', 'not-allowed')])
  const personIds = known === null ? [guardian.id] : [guardian.id, known.id]
  const unitCode = await unitOfMatter(ctx, personIds)
  if (known !== null) await clearTheWay(ctx, guardian.id, known.id)
  if ((await waitingClaim(ctx, guardian.id, child.idNo)) !== null) throw new AppError('guardianship-stands')
  const row = await writeDown(ctx, entering, child, known?.id ?? null, maskName(guardian.name))
  const data = { caseNo: entering.caseNo, paper: entering.paper }
  const approval = await propose(ctx, 'families.enter-guardianship', { recordId: row._id, unitCode, personIds, data })
  const note = { approval: approval._id }
  await moveRecord(ctx, guardianships, row, { set: { approvalId: approval._id } }, { act: 'families.ask-second', note })
  return row._id
}

/** A right begins not before the child and not in the future, and ends after it began and before the birthday would end it. */
function refuseWrongDays(ctx: StaffCtx, { since, until }: Entering, { birthday }: ReadChild): void {
  const today = dayOf(ctx.clock.now())
  const adult = endsOn({ until: null, childBirthday: birthday })
  const fields = [
    ...(since < birthday ? [wrong('body.since', 'too-small')] : []),
    ...(since > today ? [wrong('body.since', 'too-big')] : []),
    ...(until !== null && (until <= since || until <= today) ? [wrong('body.until', 'too-small')] : []),
    ...(until !== null && until > adult ? [wrong('body.until', 'too-big')] : []),
  ]
  if (fields.length > 0) throw new AppError('input-refused', {}, fields)
}

async function writeDown(
  ctx: StaffCtx,
  { guardianId, relation, paper, since, until, caseNo }: Entering,
  child: ReadChild,
  childPersonId: string | null,
  guardianMasked: string,
): Promise<GuardianshipRow> {
  const key = { _id: newId('gua'), tenant: ctx.tenant }
  const made = await createGuardianship(ctx, {
    ...key,
    ...NOTHING_YET,
    state: 'PROPOSED',
    open: true,
    guardianPersonId: guardianId,
    childPersonId,
    childKey: childPersonId ?? key._id,
    ...{ relation, paper, since, caseNo, guardianMasked },
    childMasked: maskName(child.name),
    createdAt: ctx.clock.instant(),
    ...daysOf(child.birthday, until),
    ...sealedFields(guardianships, key, 'childIdNo', child.idNo),
    ...sealedFields(guardianships, key, 'childName', child.name),
  })
  if (made === null) throw new AppError('guardianship-stands')
  return made
}
