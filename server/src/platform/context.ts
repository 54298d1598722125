/**
 * What an act knows about its moment: whose county, who acts, what time it is, and the ports to the world. Made by the binder for a request
 * and by the worker for a job; nothing in a capability makes one.
 */
import type { Role } from '@xlb/shared/platform/roles.ts'
import type { Logger } from 'pino'
import type { Clock } from './clock.ts'

export interface Actor {
  readonly kind: 'resident' | 'staff' | 'system' | 'provider' | 'anonymous'
  readonly id: string
}

/** A typed name for a port; the composition root holds the implementation. */
export interface PortKey<T> {
  readonly name: string
  /** Never set; carries the type. */
  readonly type?: T
}

export function definePort<T>(name: string): PortKey<T> {
  return { name }
}

/** The county a piece of work belongs to. Every store function takes one and throws without it. */
export interface Scope {
  readonly tenant: string
}

export interface Ctx extends Scope {
  readonly actor: Actor
  readonly clock: Clock
  readonly log: Logger
  readonly requestId: string
  /** The port's implementation; throws where none was configured. */
  port<T>(key: PortKey<T>): T
}

/** The signed-in resident; made from the session by the audience step. */
export interface Resident {
  readonly sessionId: string
  readonly accountId: string
  /** null until a real name is known. */
  readonly personId: string | null
  readonly openid: string
}

export interface ResidentCtx extends Ctx {
  readonly resident: Resident
}

/** A role that an officer holds, and the unit from which it reaches down. */
export interface Held {
  readonly role: Role
  readonly unitCode: string
}

/** The signed-in officer; made from session and staff record by the audience step, so a lost role is gone at the next request. */
export interface Officer {
  readonly sessionId: string
  readonly staffId: string
  /** The officer as a resident of the county, for the rule that nobody handles their own matter; null where unknown. */
  readonly personId: string | null
  /** Where the officer works. */
  readonly unitCode: string
  readonly held: readonly Held[]
}

export interface StaffCtx extends Ctx {
  readonly staff: Officer
}
