import { families } from '@xlb/shared/families/contract.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { bind, bindOnce, nothingToRefuse, type Route } from '#platform/http/bind.ts'
import { presentProposal } from '#platform/approvals/present-proposal.ts'
import { consentStands } from '../data-rights/index.ts'
import { addChild, admitAdding } from './acts/add-child.ts'
import { counterEnter } from './acts/counter-enter.ts'
import { endOwn, loadOwn } from './acts/end-own.ts'
import { judgeRow } from './acts/judge-right.ts'
import { counterRevoke, loadGuardianship } from './acts/revoke-guardianship.ts'
import { guardianships } from './data/guardianships.ts'
import { openGuardianship } from './data/read-guardianships.ts'
import { presentMembers, presentOwn } from './present.ts'

export const familyRoutes: readonly Route[] = [
  bind(families.list, { handle: presentMembers }),
  bindOnce(families.addChild, {
    load: (ctx, { body }) => admitAdding(ctx, body),
    authorise: nothingToRefuse,
    act: (ctx, adding, { body }) => addChild(ctx, adding, body.relation),
    async present(ctx, guardianshipId) {
      return presentOwn(ctx, await loadOwn(ctx, guardianshipId)) ?? missing()
    },
  }),
  bind(families.child, {
    async handle(ctx, { params }) {
      const row = await openGuardianship(ctx, ctx.resident.personId ?? '', params.personId)
      if (row === null || !judgeRow(row, dayOf(ctx.clock.now())).stands) throw notFound()
      if (!(await consentStands(ctx, ctx.resident, 'child-data'))) throw new AppError('consent-needed')
      return presentOwn(ctx, row) ?? missing()
    },
  }),
  bindOnce(families.end, {
    load: (ctx, { params }) => loadOwn(ctx, params.guardianshipId),
    authorise: nothingToRefuse,
    act: endOwn,
    present: presentMembers,
  }),
  bindOnce(families.counterEnter, {
    load: () => Promise.resolve(null),
    authorise: nothingToRefuse,
    act: (ctx, _nothing, { body }) => counterEnter(ctx, body),
    async present(ctx, guardianshipId) {
      const row = await guardianships.findOne(ctx, { _id: guardianshipId })
      if (row?.approvalId === undefined || row.approvalId === null) throw notFound()
      return { guardianshipId, approvalId: row.approvalId, state: row.state }
    },
  }),
  bindOnce(families.counterRevoke, {
    load: (ctx, { params }) => loadGuardianship(ctx, params.guardianshipId),
    authorise: nothingToRefuse,
    async act(ctx, row, { body }) {
      return (await counterRevoke(ctx, row, body))._id
    },
    present: presentProposal,
  }),
]

function missing(): never {
  throw notFound()
}
