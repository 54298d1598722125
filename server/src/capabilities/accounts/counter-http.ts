import { accounts } from '@xlb/shared/accounts/contract.ts'
import { tenantsOf } from '#platform/config/config.ts'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { House } from '#platform/house.ts'
import { bind, bindOnce, nothingToRefuse, type Route } from '#platform/http/bind.ts'
import { counterEndSessions, loadEnding } from './acts/counter-end-sessions.ts'
import { counterEnterPerson, loadEntering } from './acts/counter-enter-person.ts'
import { counterFindPerson } from './acts/counter-find-person.ts'
import { readProposal } from './acts/read-proposal.ts'
import { persons } from './data/persons.ts'

/** A lost phone is lost in every county: one WeChat opens sessions in all of them. */
const otherCounties = (house: House, { tenant, actor, requestId }: Ctx): readonly Ctx[] =>
  tenantsOf(house.config).flatMap((one) => (one === tenant ? [] : [house.ctx(one, actor, requestId)]))

/** What an officer does for the person in front of them. */
export const counterRoutes = (house: () => House): readonly Route[] => [
  bind(accounts.counterFindPerson, { handle: (ctx, { body }) => counterFindPerson(ctx, body) }),
  bindOnce(accounts.counterEnterPerson, {
    load: (ctx, { body }) => loadEntering(ctx, body),
    authorise: nothingToRefuse,
    act: (ctx, entering, { body }) => counterEnterPerson(ctx, entering, body),
    present: (ctx, entryId) => readProposal(ctx, entryId),
  }),
  bindOnce(accounts.counterEndSessions, {
    load: (ctx, { params, body }) => loadEnding(ctx, params.personId, body.caseNo),
    authorise: nothingToRefuse,
    act: (ctx, person, { body }) => counterEndSessions(ctx, otherCounties(house(), ctx), person, body),
    async present(ctx, personId) {
      const person = await persons.findOne(ctx, { _id: personId })
      if (person?.ending === undefined) throw notFound()
      return { ended: person.ending.ended, unbound: person.ending.unbound }
    },
  }),
]
