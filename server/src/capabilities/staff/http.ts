import { staff } from '@xlb/shared/staff/contract.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { tenantsOf } from '#platform/config/config.ts'
import { readRefreshToken, signToken } from '#platform/crypto/tokens.ts'
import { AppError } from '#platform/errors.ts'
import type { House } from '#platform/house.ts'
import { bind, type Route } from '#platform/http/bind.ts'
import { disableOfficer, enableOfficer, linkOfficer, moveOfficer, resetOfficer } from './acts/administer-officer.ts'
import { beginSignIn } from './acts/begin-sign-in.ts'
import { officerById } from './acts/change-officer.ts'
import { createOfficer, personIdOf, type Invited } from './acts/create-officer.ts'
import { endSession } from './acts/end-session.ts'
import { finishSignIn } from './acts/finish-sign-in.ts'
import { endMySession, myself, mySessions } from './acts/my-sessions.ts'
import type { OpenedSession } from './acts/open-session.ts'
import { listOfficers } from './acts/read-officers.ts'
import { refreshSession } from './acts/refresh-session.ts'
import { changePassword, setFirstPassword } from './acts/set-password.ts'
import { setRoles } from './acts/set-roles.ts'
import type { OfficerRow } from './data/officers.ts'
import { readTicket } from './domain/ticket.ts'
import { otpauthUrl } from './totp.ts'
import { presentOfficer, presentStaff } from './present.ts'

const TOKEN_MS = 30 * 60_000

interface Opened extends OpenedSession {
  readonly officer: OfficerRow
}

export function staffRoutes(house: () => House): Route[] {
  return [...doorRoutes(house), ...ownRoutes, ...administrationRoutes]
}

/** Before there is a session: the county comes from the body, or from what was handed out before. */
function doorRoutes(house: () => House): Route[] {
  const within = (open: Ctx, tenant: string): Ctx => {
    if (!tenantsOf(house().config).includes(tenant)) throw new AppError('county-unknown')
    return house().ctx(tenant, open.actor, open.requestId)
  }
  const sessionView = async (ctx: Ctx, { officer, session, refreshToken }: Opened) => {
    const life = Math.min(TOKEN_MS, session.until - ctx.clock.now())
    const claims = { sessionId: session._id, tenant: ctx.tenant }
    return {
      token: signToken(house().config.keys.jwtKeys, claims, ctx.clock.now(), life, 'staff'),
      expiresAt: new Date(ctx.clock.now() + life).toISOString(),
      refreshToken,
      staff: await presentOfficer(ctx, officer),
    }
  }
  return [
    bind(staff.signIn, {
      async handle(open, { body }) {
        const ctx = within(open, body.tenant)
        const { ticket, until, secret, officer } = await beginSignIn(ctx, body)
        if (secret === null) return { step: 'totp' as const, ticket, until }
        const url = otpauthUrl(officer.username, ctx.tenant, secret)
        return { step: 'enrol' as const, ticket, until, secret, otpauthUrl: url }
      },
    }),
    bind(staff.confirmSignIn, {
      async handle(open, { body }) {
        const tenant = readTicket(body.ticket)?.tenant ?? ''
        if (!tenantsOf(house().config).includes(tenant)) throw new AppError('ticket-ended')
        const ctx = within(open, tenant)
        const signedIn = await finishSignIn(ctx, body.ticket, body)
        const codes = signedIn.recoveryCodes === null ? null : [...signedIn.recoveryCodes]
        return { ...(await sessionView(ctx, signedIn)), recoveryCodes: codes }
      },
    }),
    bind(staff.refresh, {
      async handle(open, { body }) {
        const claims = readRefreshToken(body.refreshToken)
        if (claims === null || !tenantsOf(house().config).includes(claims.tenant)) throw new AppError('session-ended')
        const ctx = within(open, claims.tenant)
        return await sessionView(
          ctx,
          await refreshSession(ctx, claims.sessionId, body.refreshToken, house().config.keys.jwtKeys),
        )
      },
    }),
    bind(staff.setFirstPassword, {
      async handle(open, { body }) {
        await setFirstPassword(within(open, body.tenant), body)
        return { set: true as const }
      },
    }),
  ]
}

async function sessionsView(ctx: StaffCtx) {
  const rows = await mySessions(ctx)
  const items = rows.map(({ _id: id, createdAt: since, until }) => ({
    id,
    since,
    until: new Date(until).toISOString(),
    current: id === ctx.staff.sessionId,
  }))
  return { items }
}

const ownRoutes: Route[] = [
  bind(staff.signOut, {
    async handle(ctx) {
      await endSession(ctx, ctx.staff.sessionId)
      return { ended: true as const }
    },
  }),
  bind(staff.me, {
    async handle(ctx) {
      return await presentOfficer(ctx, await myself(ctx))
    },
  }),
  bind(staff.changePassword, {
    async handle(ctx, { body }) {
      return await presentOfficer(ctx, await changePassword(ctx, body))
    },
  }),
  bind(staff.mySessions, { handle: sessionsView }),
  bind(staff.endMySession, {
    async handle(ctx, { params }) {
      await endMySession(ctx, params.sessionId)
      return await sessionsView(ctx)
    },
  }),
]

async function invitedView(ctx: StaffCtx, { officer, invitation: { code, until } }: Invited) {
  return { staff: await presentStaff(ctx, officer), invitation: { code, until } }
}

const administrationRoutes: Route[] = [
  bind(staff.list, {
    async handle(ctx, { query }) {
      const { rows, next } = await listOfficers(ctx, query)
      return { items: await Promise.all(rows.map((row) => presentStaff(ctx, row))), next }
    },
  }),
  bind(staff.get, {
    async handle(ctx, { params }) {
      return await presentStaff(ctx, await officerById(ctx, params.staffId))
    },
  }),
  bind(staff.create, {
    async handle(ctx, { body: { idNo, ...fresh } }) {
      const personId = idNo === null ? null : await personIdOf(ctx, idNo)
      return await invitedView(ctx, await createOfficer(ctx, { ...fresh, personId, held: [] }))
    },
  }),
  bind(staff.move, {
    async handle(ctx, { params, body }) {
      return await presentStaff(ctx, await moveOfficer(ctx, params.staffId, body))
    },
  }),
  bind(staff.link, {
    async handle(ctx, { params, body }) {
      return await presentStaff(ctx, await linkOfficer(ctx, params.staffId, body.idNo))
    },
  }),
  bind(staff.disable, {
    async handle(ctx, { params }) {
      return await presentStaff(ctx, await disableOfficer(ctx, params.staffId))
    },
  }),
  bind(staff.enable, {
    async handle(ctx, { params }) {
      return await presentStaff(ctx, await enableOfficer(ctx, params.staffId))
    },
  }),
  bind(staff.reset, {
    async handle(ctx, { params }) {
      return await invitedView(ctx, await resetOfficer(ctx, params.staffId))
    },
  }),
  bind(staff.setRoles, {
    async handle(ctx, { params, body }) {
      const { officer, approvalIds } = await setRoles(ctx, params.staffId, body)
      return { staff: await presentStaff(ctx, officer), approvalIds: [...approvalIds] }
    },
  }),
]
