/**
 * What this process knows to be in vain: a window without a free seat, a session that is not open. Half a second old it is forgotten, and at once when this process
 * changes the session. A refusal that is known costs no command, however many press (P7). It says the same whoever is named, and nothing of a person.
 */
import type { ErrorCode } from '@xlb/shared/errors.ts'
import type { Pool } from '../domain/pools.ts'

/** Another process may give a seat back meanwhile: so long nobody here hears of it. */
const KNOWN_MS = 500
/** A session is pressed at a few windows; what is more is somebody guessing. */
const MOST = 2_000

export type Vain = Extract<ErrorCode, 'seats-gone' | 'session-not-open'>

/** What is asked for. `pools`: those that were tried; null: it is in vain for everybody. */
export interface Place {
  readonly tenant: string
  readonly sessionId: string
  readonly product: string
  readonly day: string
  readonly window: string
  readonly pools: readonly Pool[] | null
}

interface Known {
  readonly why: Vain
  readonly sessionId: string
  /** By `performance.now()`: no clock that jumps makes it last longer. */
  readonly until: number
  /** Epoch milliseconds, by the house's clock: from then on more seats may be free. */
  readonly fullUntil: number
  /** `loginMark` of those who have a seat there. */
  readonly seated: ReadonlySet<string>
}

const known = new Map<string, Known>()
let changes = 0
/** When the last of them is forgotten. */
let knownUntil = 0

const keyOf = ({ tenant, sessionId, product, day, window, pools }: Place): string =>
  [tenant, sessionId, product, day, window, ...(pools ?? ['everybody'])].join(' ')

/** How often sessions changed here: what was read before a change is not noted after it. */
export const changesSoFar = (): number => changes

const knowsAnything = (): boolean => performance.now() < knownUntil

export type Note = Pick<Known, 'why' | 'fullUntil' | 'seated'>

/** `since`: `changesSoFar` when the database was asked. */
export function noteVain(place: Place, note: Note, since: number): void {
  if (since !== changes) return
  const key = keyOf(place)
  known.delete(key)
  if (known.size >= MOST) known.clear()
  knownUntil = performance.now() + KNOWN_MS
  known.set(key, { ...note, sessionId: place.sessionId, until: knownUntil })
}

/** null: nobody knows, or `caller` (asked only where it matters) has a seat there, and may have come for the answer that was lost. */
export function knownVain(place: Place, caller: () => string, now: number): Vain | null {
  const key = keyOf(place)
  const found = known.get(key)
  if (found === undefined) return null
  if (performance.now() < found.until && now < found.fullUntil) return found.seated.has(caller()) ? null : found.why
  known.delete(key)
  return null
}

/** The session changed: a seat came back, there are more, it was opened. */
export function forgetVain(sessionId: string): void {
  changes += 1
  if (!knowsAnything()) known.clear()
  for (const [key, one] of known) if (one.sessionId === sessionId) known.delete(key)
}
