/**
 * Who comes in vain is told so without a command, while this process knows it (data/full.ts). Promises: the answer is the same for every person that is named, known
 * or not, and whoever took a seat there asks the database again. Nothing of a person is in it; a sign-in that ended meanwhile learns what any list of seats shows.
 */
import { hashOf } from '#platform/crypto/tokens.ts'
import { AppError } from '#platform/errors.ts'
import { knownVain, noteVain, type Place, type Vain } from '../data/full.ts'
import type { SessionRow } from '../data/sessions.ts'
import { takeTurn } from '../data/turns.ts'
import { freeSeats, poolsFor, type Pool } from '../domain/pools.ts'

const MARK_LENGTH = 16

/** A sign-in without its id. */
export const loginMark = (login: string): string => hashOf(login).slice(0, MARK_LENGTH)

/** Made once: where an error was made costs more to find out than to answer it, and these are made only here. */
const refusals: Readonly<Record<Vain, AppError>> = {
  'seats-gone': new AppError('seats-gone'),
  'session-not-open': new AppError('session-not-open'),
}

/** @throws AppError `seats-gone`, `session-not-open` */
export function turnAway(place: Place, login: string, now: number): void {
  const why = knownVain(place, () => loginMark(login), now)
  if (why !== null) throw refusals[why]
}

/** Turns away at the door and, after the wait for one's turn, again. Answers what ends the turn. @throws AppError as `turnAway` */
export async function enter(place: Place, login: string, now: () => number): Promise<() => void> {
  turnAway(place, login, now())
  const leave = await takeTurn(place.sessionId)
  try {
    turnAway(place, login, now())
    return leave
  } catch (error) {
    leave()
    throw error
  }
}

/** What a try for a seat showed: `session` afterwards, null where it is not open. `opensAt`: when all pools are open to everybody. */
export interface Tried {
  readonly session: SessionRow | null
  readonly opensAt: number
  readonly now: number
  /** `changesSoFar` before the try. */
  readonly since: number
}

export function learnFrom({ session, opensAt, now, since }: Tried, place: Omit<Place, 'pools'>): void {
  const nobody: ReadonlySet<string> = new Set()
  if (session === null) {
    noteVain(
      { ...place, pools: null },
      { why: 'session-not-open', fullUntil: Number.POSITIVE_INFINITY, seated: nobody },
      since,
    )
    return
  }
  const window = session.windows.find((one) => one.id === place.window)
  if (window === undefined) return
  const opened = now >= opensAt
  const isFull = (pools: readonly Pool[]): boolean => freeSeats(window, session.seats, pools, now) === 0
  const [ofFirst, ofLater] = [poolsFor(1, false, opened), poolsFor(2, false, opened)]
  if (!isFull(ofFirst)) return
  const fullUntil = Math.min(...session.seats.map((one) => one.until), opened ? Number.POSITIVE_INFINITY : opensAt)
  const seated = new Set(session.seats.flatMap((one) => one.login ?? []))
  for (const pools of isFull(ofLater) ? [ofFirst, ofLater, null] : [ofFirst])
    noteVain({ ...place, pools }, { why: 'seats-gone', fullUntil, seated }, since)
}
