import { accounts } from '@xlb/shared/accounts/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import type { House } from '#platform/house.ts'
import { bind, bindOnce, nothingToRefuse, type Route } from '#platform/http/bind.ts'
import { tenantsOf } from '#platform/config/config.ts'
import { readRefreshToken, signToken } from '#platform/crypto/tokens.ts'
import { bindPhoneByCode, bindPhoneByWechat } from './acts/bind-phone.ts'
import { endSession } from './acts/end-session.ts'
import { listCounties } from './acts/list-counties.ts'
import { endLogin, listLogins } from './acts/list-logins.ts'
import { loadRealName, verifyRealName } from './acts/verify-real-name.ts'
import { moveVillage } from './acts/move-village.ts'
import { followAccount, type Opened } from './acts/open-session.ts'
import { accountOfResident } from './acts/read-account.ts'
import { refreshSession } from './acts/refresh-session.ts'
import { readPhoneCode, sendPhoneCode } from './acts/send-phone-code.ts'
import { setView } from './acts/set-view.ts'
import { showCounterCode } from './acts/show-counter-code.ts'
import { signIn } from './acts/sign-in.ts'
import { switchCounty } from './acts/switch-county.ts'
import { accountRows } from './data/accounts.ts'
import { presentMe } from './present.ts'

const TOKEN_MS = 2 * 3_600_000

/** The routes need the keys and the counties: both come with the house. */
export function accountsRoutes(house: () => House): Route[] {
  return [...sessionRoutes(house), ...ownRoutes(house), ...phoneAndNameRoutes]
}

function within(house: House, ctx: Ctx, tenant: string): Ctx {
  if (!tenantsOf(house.config).includes(tenant)) throw new AppError('county-unknown')
  return house.ctx(tenant, ctx.actor, ctx.requestId)
}

async function answer(house: House, ctx: Ctx, { account, session, refreshToken }: Opened) {
  const now = ctx.clock.now()
  const life = Math.min(TOKEN_MS, session.until - now)
  const claims = { sessionId: session._id, tenant: ctx.tenant }
  return {
    token: signToken(house.config.keys.jwtKeys, claims, now, life),
    expiresAt: new Date(now + life).toISOString(),
    refreshToken,
    me: await presentMe(ctx, account),
  }
}

function sessionRoutes(house: () => House): Route[] {
  return [
    bind(accounts.signIn, {
      async handle(open, { body }) {
        const ctx = within(house(), open, body.tenant)
        return await answer(house(), ctx, await signIn(ctx, body))
      },
    }),
    bind(accounts.refresh, {
      async handle(open, { body }) {
        const claims = readRefreshToken(body.refreshToken)
        if (claims === null) throw new AppError('session-ended')
        const ctx = within(house(), open, claims.tenant)
        const { session, refreshToken } = await refreshSession(
          ctx,
          claims.sessionId,
          body.refreshToken,
          house().config.keys.jwtKeys,
        )
        const account = await accountRows.findOne(ctx, { _id: session.accountId })
        if (account === null) throw new AppError('session-ended')
        const followed = await followAccount(ctx, account, session)
        return await answer(house(), ctx, { account, session: followed, refreshToken })
      },
    }),
    bind(accounts.switchCounty, {
      async handle(ctx, { body }) {
        const there = within(house(), ctx, body.tenant)
        return await answer(house(), there, await switchCounty(ctx, there))
      },
    }),
    bind(accounts.signOut, {
      async handle(ctx) {
        await endSession(ctx, ctx.resident.sessionId)
        return { ended: true as const }
      },
    }),
  ]
}

function ownRoutes(house: () => House): Route[] {
  return [
    bind(accounts.me, {
      async handle(ctx) {
        return await presentMe(ctx, await accountOfResident(ctx))
      },
    }),
    bind(accounts.setView, {
      async handle(ctx, { body }) {
        return await presentMe(ctx, await setView(ctx, body.view))
      },
    }),
    bind(accounts.chooseVillage, {
      async handle(ctx, { body }) {
        return await presentMe(ctx, await moveVillage(ctx, body.villageCode))
      },
    }),
    bind(accounts.counties, {
      async handle(ctx) {
        const counties = tenantsOf(house().config).map((tenant) => within(house(), ctx, tenant))
        return await listCounties(ctx, counties)
      },
    }),
    bind(accounts.logins, { handle: (ctx) => listLogins(ctx) }),
    bind(accounts.endLogin, { handle: (ctx, { params }) => endLogin(ctx, params.sessionId) }),
  ]
}

const phoneAndNameRoutes: readonly Route[] = [
  bindOnce(accounts.sendPhoneCode, {
    load: () => Promise.resolve(null),
    authorise: nothingToRefuse,
    act: (ctx, _nothing, { body }) => sendPhoneCode(ctx, body.phone),
    present: (ctx, codeId) => readPhoneCode(ctx, codeId),
  }),
  bind(accounts.bindPhone, {
    async handle(ctx, { body }) {
      const account =
        body.by === 'sms' ? await bindPhoneByCode(ctx, body.codeId, body.code) : await bindPhoneByWechat(ctx, body.code)
      return await presentMe(ctx, account)
    },
  }),
  bindOnce(accounts.verifyRealName, {
    load: (ctx, { body }) => loadRealName(ctx, body),
    authorise: nothingToRefuse,
    act: (ctx, { account, identity }) => verifyRealName(ctx, account, identity),
    async present(ctx) {
      return await presentMe(ctx, await accountOfResident(ctx))
    },
  }),
  bind(accounts.showCounterCode, { handle: (ctx) => showCounterCode(ctx) }),
]
