import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { AppError } from '#platform/errors.ts'
import { bind, type Route } from '#platform/http/bind.ts'
import { bindAccount } from './acts/bind-account.ts'
import { grantView, revokeView } from './acts/grant-view.ts'
import { moveOut, removePerson, unbind } from './acts/leave-account.ts'
import { loadOwnAccount } from './acts/load-account.ts'
import { presentAccount, presentPeople, readAccounts } from './acts/read-accounts.ts'
import { readHistory } from './acts/read-history.ts'
import { setReminders } from './acts/remind-due.ts'

const ended = { ended: true as const }

export const accountRoutes: readonly Route[] = [
  bind(contract.accounts, {
    handle: (ctx) => readAccounts(ctx),
  }),
  bind(contract.bind, {
    async handle(ctx, { body }) {
      const account = await bindAccount(ctx, body)
      return account === null ? { match: false, account: null } : { match: true, account: presentAccount(ctx, account) }
    },
  }),
  bind(contract.unbind, {
    async handle(ctx, { params }) {
      await unbind(ctx, params.accountId)
      return ended
    },
  }),
  bind(contract.moveOut, {
    async handle(ctx, { params }) {
      await moveOut(ctx, params.accountId)
      return ended
    },
  }),
  bind(contract.people, {
    async handle(ctx, { params }) {
      return presentPeople(ctx, (await loadOwnAccount(ctx, params.accountId)).account)
    },
  }),
  bind(contract.removePerson, {
    async handle(ctx, { params }) {
      return presentPeople(ctx, await removePerson(ctx, params.accountId, params.personId))
    },
  }),
  bind(contract.grantView, {
    async handle(ctx, { params, body }) {
      return presentPeople(ctx, await grantView(ctx, params.accountId, params.personId, body.until))
    },
  }),
  bind(contract.revokeView, {
    async handle(ctx, { params }) {
      return presentPeople(ctx, await revokeView(ctx, params.accountId, params.personId))
    },
  }),
  bind(contract.history, {
    handle: (ctx, { params, query }) => readHistory(ctx, params.accountId, query.year),
  }),
  bind(contract.setReminders, {
    async handle(ctx, { body }) {
      const { personId } = ctx.resident
      if (personId === null) throw new AppError('forbidden')
      await setReminders(ctx, personId, body.on)
      return { on: body.on }
    },
  }),
]
