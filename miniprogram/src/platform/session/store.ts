/** What is known about the person in front of the screen. Kept on the device, so that a second start asks nobody who it is. */
import type { Me, View } from '@xlb/shared/accounts/contract.ts'
import { create } from 'zustand'
import { dropCopies, setCopiesOwner } from '../api/copies.ts'
import { DRAFT_PREFIX, forget, forgetAll, readStored, store } from '../storage/storage.ts'
import { setToken } from './token.ts'

export interface SessionState {
  readonly status: 'unknown' | 'signed-out' | 'signed-in'
  readonly me: Me | null
  /** Six digits of the county chosen last; kept after signing out. */
  readonly tenant: string | null
  readonly view: View
}

export interface Kept {
  readonly token: string
  readonly refreshToken: string | null
  /** Whose copies these are: random, made at sign-in. */
  readonly space: string
  readonly me: Me
}

const KEPT_KEY = 'session'
const TENANT_KEY = 'tenant'
const VIEW_KEY = 'view'

interface KeptView {
  readonly view: View
  /** The account has not been told yet. */
  readonly pending: boolean
}

export const useSessionStore = create<SessionState>(() => ({
  status: 'unknown',
  me: null,
  tenant: null,
  view: 'standard',
}))

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isKept = (value: unknown): value is Kept =>
  isObject(value) && 'token' in value && 'space' in value && 'me' in value && isObject(value.me)
const isTenant = (value: unknown): value is string => typeof value === 'string' && /^\d{6}$/.test(value)
const isKeptView = (value: unknown): value is KeptView => isObject(value) && 'view' in value && 'pending' in value

export const readKept = (): Kept | null => readStored(KEPT_KEY, isKept)

/** Reads what the device kept. Answers true when a session is there; whether it still holds, the next request tells. */
export function wake(): boolean {
  const kept = readKept()
  const tenant = readStored(TENANT_KEY, isTenant)
  const view = readStored(VIEW_KEY, isKeptView)?.view ?? kept?.me.view ?? 'standard'
  if (kept === null) {
    useSessionStore.setState({ tenant, view })
    return false
  }
  setToken(kept.token)
  setCopiesOwner(kept.space)
  useSessionStore.setState({ status: 'signed-in', me: kept.me, tenant: tenant ?? kept.me.tenant.code, view })
  return true
}

/** A new or renewed session. */
export function keep(kept: Kept): void {
  setToken(kept.token)
  setCopiesOwner(kept.space)
  store(KEPT_KEY, kept)
  store(TENANT_KEY, kept.me.tenant.code)
  useSessionStore.setState({ status: 'signed-in', me: kept.me, tenant: kept.me.tenant.code })
}

/** Nothing of the person stays on the device but the county and the view. */
export function drop(): void {
  setToken(null)
  setCopiesOwner('nobody')
  forget(KEPT_KEY)
  dropCopies()
  forgetAll(DRAFT_PREFIX)
  useSessionStore.setState({ status: 'signed-out', me: null })
}

export function keepView(view: View, pending: boolean): void {
  store(VIEW_KEY, { view, pending } satisfies KeptView)
  useSessionStore.setState({ view })
}

/** The view chosen here that the account has not been told, else null. */
export function untoldView(): View | null {
  const kept = readStored(VIEW_KEY, isKeptView)
  return kept?.pending === true ? kept.view : null
}
