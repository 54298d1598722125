/** P5, P6, P7: more people than seats at once; what the admitted wait for, what those cost who are sent away, and one session against a hundred. */
import { get, type Agent } from 'node:http'
import { agentOf, hold, SOCKETS, type BookingGround, type Person, type Place, type Reply } from './booking-ground.ts'
import type { Arm, Ground } from './ground.ts'
import { quantile } from './slices.ts'

const [SEATS, PEOPLE, OVERLOAD] = [100, 500, 10]
/** Every so many rushes one of two processes is killed in the middle of it. */
const KILL_EVERY = 5
const TRIES = 9
const FLYING = 64

export interface Rush {
  readonly seeds: number
  readonly killed: number
  /** One sentence for each rush that went wrong. */
  readonly wrong: readonly string[]
  /** p99 over p50 of the admitted, of each rush that nobody killed. */
  readonly tails: readonly number[]
  /** Goodput at ten times the people over that of as many people as seats. */
  readonly goodput: readonly number[]
  /** CPU of a refusal over that of an acceptance. */
  readonly refusal: readonly number[]
  /** Throughput of one session over that of a hundred. */
  readonly hot: readonly number[]
}

/** Who got no answer is null. `ms`: from the moment when all had pressed. */
interface Rushed {
  readonly replies: readonly (Reply | null)[]
  /** Milliseconds until the last who got a seat had it. */
  readonly ms: number
}

async function rush(arms: readonly Arm[], people: readonly Person[], place: Place, kill?: () => void): Promise<Rushed> {
  const agent = await warmed(arms)
  let answered = 0
  const pressing = people.map(async (who, n) => {
    const arm = arms[n % arms.length]
    if (arm === undefined) return null
    const reply = await hold(arm, who, place, agent).catch(() => null)
    answered += 1
    if (answered === Math.floor(SEATS / 2)) kill?.()
    return reply === null ? null : { ...reply, ms: performance.now() - pressed }
  })
  // Nothing was sent before: what it takes the bench to write a thousand requests is not the house's time.
  const pressed = performance.now()
  const replies = await Promise.all(pressing)
  agent.destroy()
  return { replies, ms: Math.max(0, ...replies.map((one) => (one?.status === 200 ? one.ms : 0))) }
}

/** Connections are there already: to make them is not what is measured. */
async function warmed(arms: readonly Arm[]): Promise<Agent> {
  const agent = agentOf()
  const knock = (url: string) =>
    new Promise<void>((resolve) => get(`${url}/healthz`, { agent }, (answer) => answer.on('end', resolve).resume()))
  await Promise.all(arms.flatMap(({ url }) => Array.from({ length: SOCKETS }, () => knock(url))))
  return agent
}

/** What went wrong, and how far the slowest of the admitted was behind. */
async function oneRush(
  bookings: BookingGround,
  arms: readonly Arm[],
  dying: Arm | null,
): Promise<{ wrong: string[]; tail: number }> {
  const [people, place] = [await bookings.crowd(PEOPLE), await bookings.session(SEATS)]
  const { replies } = await rush(arms, people, place, dying === null ? undefined : () => void dying.kill())
  const [first] = arms
  // Who got no answer presses again, at the process that stands.
  const unheard = people.filter((_who, n) => replies[n] === null)
  const again = first === undefined ? [] : (await rush([first], unheard, place)).replies
  const held = [...replies, ...again].filter((one) => one?.status === 200)
  const [seats, doubled] = [await bookings.seatsOf(place), await bookings.doubled(people, place)]
  const right = seats === SEATS && doubled === 0 && (dying === null ? held.length === SEATS : held.length <= SEATS)
  const times = held.flatMap((one) => one?.ms ?? [])
  return {
    wrong: right ? [] : [`${String(held.length)} held, ${String(seats)} seats taken, ${String(doubled)} twice`],
    tail: quantile(times, 0.99) / quantile(times, 0.5),
  }
}

/** At most so many under way. */
async function closed(arm: Arm, people: readonly Person[], placeOf: (n: number) => Place): Promise<number> {
  const agent = agentOf()
  const begun = performance.now()
  const waiting = [...people.entries()]
  const go = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [n, who] = next
      const { status } = await hold(arm, who, placeOf(n), agent)
      if (status !== 200) throw new Error(`a seat was refused: ${String(status)}`)
    }
  }
  await Promise.all(Array.from({ length: FLYING }, go))
  agent.destroy()
  return people.length / (performance.now() - begun)
}

async function hotAgainstMany(bookings: BookingGround, house: Arm): Promise<number> {
  const count = 2 * SEATS
  const one = await bookings.session(count)
  const many: Place[] = []
  for (let n = 0; n < SEATS; n += 1) many.push(await bookings.session(2))
  const spread = await closed(house, await bookings.crowd(count), (n) => many[n % many.length] ?? one)
  return (await closed(house, await bookings.crowd(count), () => one)) / spread
}

async function goodputAtOverload(bookings: BookingGround, house: Arm): Promise<number> {
  const alone = await rush([house], await bookings.crowd(SEATS), await bookings.session(SEATS))
  const pressed = await rush([house], await bookings.crowd(OVERLOAD * SEATS), await bookings.session(SEATS))
  return alone.ms / pressed.ms
}

/** CPU of those who are sent away, while it is known, over that of those who get a seat. */
async function refusalCost(bookings: BookingGround, house: Arm): Promise<number> {
  const place = await bookings.session(SEATS)
  const [admitted, refused] = [await bookings.crowd(SEATS), await bookings.crowd(3 * SEATS)]
  const agent = agentOf()
  const cost = async (people: readonly Person[], status: number): Promise<number> => {
    const before = await house.mark()
    for (let at = 0; at < people.length; at += 10)
      for (const reply of await Promise.all(people.slice(at, at + 10).map((who) => hold(house, who, place, agent))))
        if (reply.status !== status) throw new Error(`answered ${String(reply.status)} instead of ${String(status)}`)
    const after = await house.mark()
    return (after.cpu - before.cpu) / people.length
  }
  const accepted = await cost(admitted, 200)
  const ratio = (await cost(refused, 409)) / accepted
  agent.destroy()
  return ratio
}

export async function measureRush(
  ground: Ground,
  bookings: BookingGround,
  seeds: number,
  log: (sentence: string) => void,
): Promise<Rush> {
  const wrong: string[] = []
  const [tails, goodput, refusal, hot]: [number[], number[], number[], number[]] = [[], [], [], []]
  const house = await ground.arm('house')
  let other = await ground.arm('house')
  let killed = 0
  // The compiler has seen what is hot.
  for (let n = 0; n < 3; n += 1) for (const arm of [house, other]) await oneRush(bookings, [arm], null)
  for (let seed = 1; seed <= seeds; seed += 1) {
    const dies = seed % KILL_EVERY === 0
    const one = await oneRush(bookings, dies ? [house, other] : [house], dies ? other : null)
    wrong.push(...one.wrong.map((what) => `seed ${String(seed)}: ${what}`))
    if (!dies) tails.push(one.tail)
    if (!dies) continue
    killed += 1
    other = await ground.arm('house')
    log(`rush: ${String(seed)} of ${String(seeds)} done`)
  }
  for (let n = 0; n < TRIES; n += 1) {
    goodput.push(await goodputAtOverload(bookings, house))
    refusal.push(await refusalCost(bookings, house))
    hot.push(await hotAgainstMany(bookings, house))
  }
  await house.end()
  await other.end()
  return { seeds, killed, wrong, tails, goodput, refusal, hot }
}

export function reportRush({ seeds, killed, wrong, tails, goodput, refusal, hot }: Rush): void {
  const out = process.stdout
  const middle = (values: readonly number[]): number => quantile(values, 0.5)
  const line = (what: string, value: string, goal: string, holds: boolean): void => {
    out.write(`  ${what.padEnd(44)} ${value.padStart(8)}   ${goal} ${holds ? '✓' : '✗'}\n`)
  }
  out.write(
    `\nP5: ${String(PEOPLE)} people for ${String(SEATS)} seats, ${String(seeds)} seeds, in ${String(killed)} one of two processes killed\n`,
  )
  line(
    'exactly as many seats as there are, none twice',
    String(seeds - wrong.length),
    String(seeds),
    wrong.length === 0,
  )
  for (const one of wrong) out.write(`    ${one}\n`)
  out.write('P6, P7: medians\n')
  line('p99 of the admitted against p50', `${middle(tails).toFixed(2)} ×`, '≤ 4 ×', middle(tails) <= 4)
  line('goodput at ten times the people', `${middle(goodput).toFixed(2)} ×`, '≥ 0.9 ×', middle(goodput) >= 0.9)
  line(
    'CPU of a refusal against an acceptance',
    `${(100 * middle(refusal)).toFixed(1)} %`,
    '≤ 10 %',
    middle(refusal) <= 0.1,
  )
  line('one session against a hundred', `${middle(hot).toFixed(2)} ×`, '≥ 0.7 ×', middle(hot) >= 0.7)
}
