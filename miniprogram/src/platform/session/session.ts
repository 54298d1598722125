/**
 * Signing in and out. Promises: one silent repeat when a session has run out; after signing out nothing of the person stays on the device.
 * The server alone decides whether a token still holds: the device's clock is not asked.
 */
import type { Me, View } from '@xlb/shared/accounts/contract.ts'
import { toApiError } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import { dropCopies } from '../api/copies.ts'
import { refreshQueries } from '../api/query.ts'
import { randomHex } from '../storage/random.ts'
import { PENDING_PREFIX } from '../storage/pending-key.ts'
import { forget, forgetAll } from '../storage/storage.ts'
import { drop, keep, keepView, readKept, untoldView, useSessionStore, wake } from './store.ts'
import type { SessionState } from './store.ts'
import { onExpired } from './token.ts'
import { WORLD_PHONE_KEY, loginCode } from './wechat-code.ts'

export type SignInOutcome = 'ok' | 'cancelled' | 'open-mini-program'

const client = process.env.TARO_ENV === 'h5' ? 'h5' : 'weapp'

export function useSession(): Pick<SessionState, 'status' | 'me' | 'tenant'> {
  const status = useSessionStore((state) => state.status)
  const me = useSessionStore((state) => state.me)
  const tenant = useSessionStore((state) => state.tenant)
  return { status, me, tenant }
}

export function useView(): View {
  return useSessionStore((state) => state.view)
}

/** At launch: the kept session, else a silent sign-in to the county chosen last (mini-program), else signed out. Never throws. */
export async function startSession(): Promise<void> {
  onExpired(renew)
  if (wake()) return
  const { tenant } = useSessionStore.getState()
  if (tenant === null || process.env.TARO_ENV === 'h5') {
    drop()
    return
  }
  await enter(tenant, true).catch(() => {
    drop()
  })
}

/** Started by a tap, beside which the agreement was named: its version, where it could be had, goes with it. Throws ApiError when WeChat or the server cannot be reached or refuses. */
export async function signIn(tenant: string, agreement: Promise<string | undefined>): Promise<SignInOutcome> {
  try {
    return await enter(tenant, false, agreement)
  } catch (error) {
    throw toApiError(error)
  }
}

async function enter(tenant: string, quiet: boolean, agreement?: Promise<string | undefined>): Promise<SignInOutcome> {
  const answer = await loginCode(quiet)
  if (answer.kind !== 'code') return answer.kind
  const session = await call('accounts.signIn', {
    body: { code: answer.code, tenant, client, agreement: await agreement },
  })
  dropCopies()
  keep({ token: session.token, refreshToken: session.refreshToken, space: await randomHex(), me: session.me })
  adoptView(session.me)
  return 'ok'
}

/** This session ends and one in another county begins: nothing of the former county stays on the device. Throws ApiError. */
export async function switchCounty(tenant: string): Promise<void> {
  const session = await call('accounts.switchCounty', { body: { tenant } })
  dropCopies()
  keep({ token: session.token, refreshToken: session.refreshToken, space: await randomHex(), me: session.me })
  // The letters stay as they are: the record there follows the person, not the other way round.
  const { view } = useSessionStore.getState()
  if (view !== session.me.view) setView(view)
}

/** The token ran out. true when there is a new one; false when the person has to sign in again; throws when nobody could be asked. */
async function renew(): Promise<boolean> {
  const kept = readKept()
  if (kept === null) return false
  try {
    const session =
      kept.refreshToken === null
        ? await sessionByWeChat(kept.me)
        : await call('accounts.refresh', { body: { refreshToken: kept.refreshToken } })
    if (session === null) return ended()
    keep({ token: session.token, refreshToken: session.refreshToken, space: kept.space, me: session.me })
    return true
  } catch (error) {
    const problem = toApiError(error)
    if (problem.answered) return ended()
    throw problem
  }
}

async function sessionByWeChat(me: Me) {
  const answer = await loginCode(true)
  if (answer.kind !== 'code') return null
  return call('accounts.signIn', { body: { code: answer.code, tenant: me.tenant.code, client } })
}

function ended(): false {
  drop()
  return false
}

/** Ends the session at the server as well, if it can be reached; on the device it ends in any case. */
export async function signOut(): Promise<void> {
  await call('accounts.signOut', {}).catch(() => undefined)
  forget(WORLD_PHONE_KEY)
  forgetAll(PENDING_PREFIX)
  drop()
}

/** At once on the device, then with the account; what could not be told is told at the next sign-in. */
export function setView(view: View): void {
  keepView(view, true)
  if (useSessionStore.getState().status === 'signed-in') void tellView(view)
}

/** An answer brought `me` along (Home's does): the page and the device follow it. */
export function rememberMe(me: Me): void {
  const kept = readKept()
  if (kept === null) return
  keep({ ...kept, me })
  adoptView(me)
}

function adoptView(me: Me): void {
  const untold = untoldView()
  if (untold === null || untold === me.view) keepView(me.view, false)
  else void tellView(untold)
}

async function tellView(view: View): Promise<void> {
  try {
    await call('accounts.setView', { body: { view } })
    if (untoldView() === view) keepView(view, false)
    // Answers on their way, and the kept copies, still name the former view: new ones take their place before they turn the page back.
    await refreshQueries(['home.get', 'accounts.me'])
  } catch {
    // Kept as pending; nothing on the page depends on it.
  }
}
