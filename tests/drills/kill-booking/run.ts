/**
 * `npm run drill -- kill-booking`: several people book, change, cancel and walk away at once; a process dies at every marked point in turn, comes back, time goes on,
 * and afterwards everybody's retry has ended well and `vaccines:verify` finds nothing.
 */
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { diceFrom } from '@xlb/shared/demo/random.ts'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import type { SessionRow } from '../../../server/src/capabilities/vaccines/data/sessions.ts'
import { verify, verifyFaults, type Drill, type Verified } from '../kill-payment/run.ts'
import type { Tokens } from '../kill-payment/resident.ts'
import { openStage, type Stage } from '../kill-payment/stage.ts'
import { goBooking, PRODUCT, type Booker, type Manner, type Place } from './booker.ts'
import { nameOf, points as allPoints, type Point } from './points.ts'
import { sceneOf, unsettledIn } from './scene.ts'

const COUNTY = '331123'
const MANNERS: readonly Manner[] = ['keep', 'move', 'leave', 'forget']
const EACH = 2
/** A hold and the one time that it is made longer, and a little. */
const PAST_HOLDS_MS = 21 * 60_000
const REST_MS = 30_000
const JOBS = ['lapse-holds', 'settle-seats']

export interface KillBooking {
  readonly cases: readonly {
    readonly point: string
    readonly signal: string | null
    readonly faults: readonly string[]
  }[]
  readonly verified: readonly Verified[]
  readonly faults: readonly string[]
}

/** Windows of the influenza sessions that lie more than a day ahead: nothing there is late. */
async function placesOf(stage: Stage): Promise<Place[]> {
  const after = addDays(dayOf(await stage.now()), 3)
  const rows = await stage.raw
    .collection<SessionRow>('vaccineSessions')
    .find({ tenant: COUNTY, product: PRODUCT, state: 'RELEASED', day: { $gte: after } })
    .sort({ day: 1 })
    .toArray()
  return rows.flatMap(({ _id, day, windows }) => windows.map(({ id }) => ({ day, sessionId: _id, window: id })))
}

/** Who may be vaccinated against influenza: grown up, and not this season yet. */
const adults = demoPeople.filter(
  (one) => one.countyCode === COUNTY && one.birthday < '2005' && !['pan-jiayi', 'lei-songlin'].includes(one.key),
)

async function bookersOf(stage: Stage, seed: number, turn: number): Promise<Booker[]> {
  const dice = diceFrom(seed * 1_000 + turn)
  const places = await placesOf(stage)
  return Array.from({ length: MANNERS.length * EACH }, (_one, at) => {
    const person = adults[(at + turn * 3) % adults.length]
    const manner = MANNERS[at % MANNERS.length]
    const first = dice.one(places)
    const second = dice.one(places.filter((one) => one.day !== first.day))
    if (person === undefined || manner === undefined) throw new Error('there is nobody to book')
    return { person, manner, first, second }
  })
}

async function runCase(stage: Stage, point: Point, bookers: readonly Booker[], nth: number, tokens: Tokens) {
  if (point.process === 'api') await stage.arm('api', point.name, nth)
  const going = Promise.all(bookers.map((one) => goBooking(stage, tokens, one)))
  if (point.process === 'worker') {
    await going
    await stage.arm('worker', point.name, nth)
    await stage.advance(PAST_HOLDS_MS)
    await hurry(stage)
  }
  // What is left at this very moment would be put right by the worker within a second.
  if (point.process === 'api') stage.freeze('worker')
  const died = await stage.death(30)
  const left = point.left(await sceneOf(stage))
  if (point.process === 'api') stage.thaw('worker')
  if (died === null) return { signal: null, faults: [...(await going).flat(), 'nobody died'] }
  const right = died.name === point.process && died.signal === 'SIGKILL'
  const faults = [
    ...(right ? [] : [`${died.name} ended by ${died.signal ?? 'itself'}`]),
    ...(left ? [] : ['what stands in the database is not what the point leaves']),
  ]
  await stage.revive(point.process)
  const ends = (await going).flat()
  await stage.advance(PAST_HOLDS_MS)
  return {
    signal: died.signal,
    faults: [...faults, ...ends, ...(await comeToRest(stage)), ...(await forgotten(stage))],
  }
}

async function hurry(stage: Stage): Promise<void> {
  for (const job of JOBS) await stage.nudge(job, 0)
}

async function comeToRest(stage: Stage): Promise<string[]> {
  const end = Date.now() + REST_MS
  for (;;) {
    await hurry(stage)
    const open = await unsettledIn(stage)
    if (open.length === 0) return []
    if (Date.now() > end) return open.map((one) => `still there: ${one}`)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

/** No hold is left, and every seat is of a booking that stands. */
async function forgotten(stage: Stage): Promise<string[]> {
  const { bookings, seats, now } = await sceneOf(stage)
  const kept = seats.filter(({ seat, booking }) => seat.until > now && booking?.state !== 'CONFIRMED')
  return [
    ...bookings.filter(({ state }) => state === 'HELD').map(({ id }) => `${id} is still held`),
    ...kept.map(({ seat }) => `${seat.id} is nobody's`),
  ]
}

async function verifyNow(stage: Stage, atOnce: boolean): Promise<string[]> {
  return atOnce ? verifyFaults(await verify(stage, ['verify', 'vaccines'], () => undefined)) : []
}

/** Runs the drill and stops everything it started, whatever happens. About seven seconds a case. `atOnce`: the verify command runs after every case, not only after all of them. */
export async function killBooking({
  port,
  seeds,
  points,
  log,
  atOnce = true,
}: Drill & { readonly atOnce?: boolean }): Promise<KillBooking> {
  const stage = await openStage(port, log)
  const cases: KillBooking['cases'][number][] = []
  const tokens: Tokens = new Map()
  const chosen = allPoints.filter((one) => points?.includes(nameOf(one)) ?? true)
  try {
    for (const seed of seeds)
      for (const [turn, point] of chosen.entries()) {
        const nth = diceFrom(seed + turn).between(1, EACH)
        const { signal, faults } = await runCase(stage, point, await bookersOf(stage, seed, turn), nth, tokens)
        const found = [...faults, ...(await verifyNow(stage, atOnce))]
        cases.push({
          point: nameOf(point),
          signal,
          faults: found.map((one) => `seed ${String(seed)}, ${nameOf(point)}: ${one}`),
        })
        log(
          `seed ${String(seed)} ${nameOf(point)}:${String(nth)} ${found.length === 0 ? '✓' : `✗ ${found.join('; ')}`}`,
        )
      }
    const verified = [await verify(stage, ['verify', 'vaccines'], log), await verify(stage, ['audit'], log)]
    return { cases, verified, faults: [...cases.flatMap((one) => one.faults), ...verified.flatMap(verifyFaults)] }
  } finally {
    await stage.close()
  }
}
