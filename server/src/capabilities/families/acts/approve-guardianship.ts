/** What the second officer's agreement does, and what becomes of a claim without it. Both bear repetition. */
import type { ApprovalKind, Fact, Proposal } from '#platform/approvals/kind.ts'
import { relationWords, paperWords } from '@xlb/shared/families/messages.zh-CN.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { withLook } from '#platform/looks/looks.ts'
import { ensurePerson, findPersonByIdNo, maskName, personById } from '../../accounts/index.ts'
import { guardianships, type GuardianshipRow } from '../data/guardianships.ts'
import { COUNTER_ROLES } from './counter-matter.ts'
import { proveGuardianship, refuseGuardianship } from './keep-guardianship.ts'
import { clearTheWay } from './put-away.ts'

async function proposedOf(ctx: Ctx, { recordId }: Proposal): Promise<GuardianshipRow | null> {
  const row = await guardianships.findOne(ctx, { _id: recordId })
  return row?.state === 'PROPOSED' ? row : null
}

function typedChild(row: GuardianshipRow): { name: string; idNo: string } {
  const { childNameSealed: name, childIdNoSealed: idNo } = row
  if (name === undefined || idNo === undefined) throw new Error(`${row._id} waits without the child's name or number`)
  return {
    name: openSealed(guardianships, row, 'childName', name),
    idNo: openSealed(guardianships, row, 'childIdNo', idNo),
  }
}

/** The child gets a record of its own in the guardian's village, if it has none. */
async function apply(ctx: Ctx, proposal: Proposal): Promise<void> {
  const row = await proposedOf(ctx, proposal)
  // Applied already, or the register proved it meanwhile.
  if (row === null) return
  const guardian = await personById(ctx, row.guardianPersonId)
  if (guardian === null) throw notFound()
  const typed = typedChild(row)
  const { villageCode } = guardian
  const birthday = row.childBirthday
  if (birthday === null) throw new Error(`${row._id} waits without a birthday`)
  const child = await ensurePerson(ctx, { ...typed, birthday, villageCode, verified: 'counter' })
  if (row.childKey !== child.id) await clearTheWay(ctx, row.guardianPersonId, child.id)
  const whose = { childPersonId: child.id, childKey: child.id, childMasked: maskName(child.name) }
  const proven = await proveGuardianship(ctx, row, { proof: 'counter', ...whose })
  if (proven === null && (await proposedOf(ctx, proposal)) !== null) throw new AppError('guardianship-stands')
}

async function drop(ctx: Ctx, proposal: Proposal): Promise<void> {
  const row = await proposedOf(ctx, proposal)
  if (row === null) return
  if ((await refuseGuardianship(ctx, row)) === null) await drop(ctx, proposal)
}

/** Who agrees must see what stands on the paper; the guardian reads that it was looked at. */
async function describe(ctx: StaffCtx, proposal: Proposal): Promise<readonly Fact[]> {
  const row = await guardianships.findOne(ctx, { _id: proposal.recordId })
  if (row === null) throw notFound()
  const look = { purpose: 'approval-review', fields: ['masked-name', 'child', 'guardianships', 'paper'] }
  return await withLook(ctx, { ...look, personId: row.guardianPersonId, caseNo: row.caseNo }, async () => {
    const child = await childOf(ctx, row)
    return [
      { label: '监护人', value: row.guardianMasked ?? '' },
      { label: '孩子', value: `${child}，${row.childBirthday ?? ''} 出生` },
      { label: '关系', value: relationWords[row.relation] },
      ...(row.paper === null ? [] : [{ label: '出示的材料', value: paperWords[row.paper] }]),
      { label: '期限', value: `${row.since} 起，到 ${row.endsOn}` },
    ]
  })
}

async function childOf(ctx: Ctx, row: GuardianshipRow): Promise<string> {
  if (row.state !== 'PROPOSED') return row.childMasked ?? ''
  const { name, idNo } = typedChild(row)
  const known = (await findPersonByIdNo(ctx, idNo)) === null ? '新登记' : '已在册'
  return `${name}（${idNo}，${known}）`
}

export const enterGuardianship: ApprovalKind = {
  name: 'families.enter-guardianship',
  title: '登记监护关系',
  proposeRoles: COUNTER_ROLES,
  approveRoles: COUNTER_ROLES,
  lapsesAfterHours: 72,
  emergency: false,
  apply,
  drop,
  describe,
}
