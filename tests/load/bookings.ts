/** P1: a booking, held and confirmed, with everything on, against node:http and the driver sending the same commands, and against the usual way; CPU and heap bytes. */
import { agentOf, book, recordBooking, type BookingGround, type Person, type Place } from './booking-ground.ts'
import { bookingArms, type Arm, type Ground } from './ground.ts'
import { costOf, quantile, type Slice } from './slices.ts'

const ARMS = ['house', ...bookingArms] as const
const PER_SECOND = 40
/** People of a slice are spread over so many sessions: what a crowd at one costs is asked elsewhere (rush.ts). */
const PLACES = 10
const REQUESTS_EACH = 2
const [GOAL_CPU, GOAL_HEAP] = [1.5, 1.35]
/** Room for a slice without a collection. */
const ROOMY = ['--max-semi-space-size=512', '--min-semi-space-size=512']

export interface BookingSlice extends Slice {
  /** Bytes of heap a request; null where a collection came in between. */
  readonly heap: number | null
}

export interface Bookings {
  readonly commands: number
  readonly slices: readonly BookingSlice[]
}

interface Size {
  readonly rounds: number
  readonly slices: number
  readonly ms: number
}

/** By the clock, whether the one before was answered or not. */
async function flow(arm: Arm, people: readonly Person[], places: readonly Place[]): Promise<void> {
  const agent = agentOf()
  const begun = performance.now()
  const flying: Promise<readonly { readonly status: number }[]>[] = []
  for (const [at, who] of people.entries()) {
    const wait = begun + (at * 1_000) / PER_SECOND - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const place = places[at % places.length]
    if (place !== undefined) flying.push(book(arm, who, place, agent))
  }
  const failed = (await Promise.all(flying)).flat().find(({ status }) => status !== 200)
  agent.destroy()
  if (failed !== undefined) throw new Error(`${arm.name} answered ${JSON.stringify(failed)}`)
}

async function slice(bookings: BookingGround, arm: Arm, count: number, round: number): Promise<BookingSlice> {
  const people = await bookings.crowd(count)
  const places: Place[] = []
  for (let n = 0; n < PLACES; n += 1) places.push(await bookings.session(Math.ceil(count / PLACES)))
  const before = await arm.mark()
  await flow(arm, people, places)
  const after = await arm.mark()
  const taken = await Promise.all(places.map((one) => bookings.seatsOf(one)))
  if (taken.reduce((sum, one) => sum + one, 0) !== count) throw new Error(`${arm.name} did not book everybody`)
  const requests = after.requests - before.requests
  const heap = after.collections === before.collections ? (after.heap - before.heap) / requests : null
  const [cpu, user] = [(after.cpu - before.cpu) / requests, (after.user - before.user) / requests]
  return { arm: arm.name, route: 'booking', round, requests, cpu, user, heap }
}

export async function measureBookings(
  ground: Ground,
  bookings: BookingGround,
  { rounds, slices, ms }: Size,
  log: (sentence: string) => void,
): Promise<Bookings> {
  const count = Math.ceil((PER_SECOND * ms) / 1_000)
  const found: BookingSlice[] = []
  // The floor reads what the house sent.
  const commands = await recordBooking(ground, bookings)
  for (let round = 1; round <= rounds; round += 1) {
    const arms: Arm[] = []
    for (const name of ARMS) arms.push(await ground.arm(name, ROOMY))
    for (const arm of arms) await slice(bookings, arm, count * 2, round)
    for (let at = 0; at < slices; at += 1) for (const arm of arms) found.push(await slice(bookings, arm, count, round))
    for (const arm of arms) await arm.end()
    log(`bookings: round ${String(round)} of ${String(rounds)} done`)
  }
  return { commands, slices: found }
}

function heapOf(slices: readonly BookingSlice[]): number {
  return quantile(
    slices.flatMap(({ heap }) => heap ?? []),
    0.5,
  )
}

export function reportBookings({ commands, slices }: Bookings): Record<string, number> {
  const of = (arm: string): BookingSlice[] => slices.filter((one) => one.arm === arm)
  const [floorCpu, floorHeap] = [costOf(of('booking-floor')).median, heapOf(of('booking-floor'))]
  const out = process.stdout
  out.write(
    `\nP1: a booking of ${String(REQUESTS_EACH)} requests, ${String(commands)} commands; CPU and heap of the server a request\n`,
  )
  for (const arm of ['booking-floor', 'house', 'booking-naive']) {
    const { median, spread, processes } = costOf(of(arm))
    const heap = heapOf(of(arm))
    out.write(
      `  ${arm.padEnd(14)} ${median.toFixed(0).padStart(6)} µs ${(median / floorCpu).toFixed(2).padStart(5)} ×   ${(heap / 1024).toFixed(0).padStart(6)} KB ${(heap / floorHeap).toFixed(2).padStart(5)} ×   ` +
        `${String(processes)} processes ${spread[0].toFixed(0)}–${spread[1].toFixed(0)} µs\n`,
    )
  }
  const ratios = { cpu: costOf(of('house')).median / floorCpu, heap: heapOf(of('house')) / floorHeap }
  out.write(
    `  P1: CPU ${ratios.cpu.toFixed(2)} × (goal ≤ ${String(GOAL_CPU)} ×) ${ratios.cpu <= GOAL_CPU ? '✓' : '✗'}, heap ${ratios.heap.toFixed(2)} × (goal ≤ ${String(GOAL_HEAP)} ×) ${ratios.heap <= GOAL_HEAP ? '✓' : '✗'}\n`,
  )
  return ratios
}
